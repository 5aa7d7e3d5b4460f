import EchoProtocol
import EchoServers
import Reactor
import Testing

@testable import Stress

/// The search for the highest rate, on servers that are a number.
struct RateSearchTests {
  private static func search(
    start: Double, _ holds: (Double, Int) -> Bool
  ) -> (best: Double?, rates: [Double]) {
    var search = RateSearch(start: start)
    var rates: [Double] = []
    while let rate = search.rate {
      rates.append(rate)
      search.record(holds: holds(rate, rates.count))
      #expect(rates.count <= 40)
    }
    return (search.best, rates)
  }

  @Test(arguments: [1.0, 100, 999, 1000, 33_333, 1_000_000])
  func findsTheCapacityToItsPrecision(_ start: Double) throws {
    let capacity = 12_345.0
    let (best, rates) = Self.search(start: start) { rate, _ in rate <= capacity }
    let found = try #require(best)
    #expect(found <= capacity && found >= capacity / 1.05)
    #expect(rates.last == found, "what is found is tried once more")
    #expect(rates.count < 32)
  }

  @Test func aServerThatHoldsNothingEndsTheSearch() {
    let (best, rates) = Self.search(start: 1000) { _, _ in false }
    #expect(best == nil)
    #expect(rates.last.map { $0 < 1 } == true)
  }

  @Test func aServerThatHoldsEverythingDoesToo() {
    let (best, rates) = Self.search(start: 1000) { _, _ in true }
    #expect((best ?? 0) >= 500_000_000)
    #expect(rates.count < 40)
  }

  /// The rate that was found does not hold a second time: the search goes down until one does.
  @Test func luckIsNotBelieved() throws {
    var seen: Set<Double> = []
    let (best, rates) = Self.search(start: 1000) { rate, _ in
      if rate <= 5000 { return true }
      defer { seen.insert(rate) }
      return rate <= 10_000 && !seen.contains(rate)
    }
    let found = try #require(best)
    #expect(found <= 5000 && found > 4000, "\(rates)")
    #expect(rates.last == found)
  }

  /// Chance brings some messages more or fewer than the rate says: all of them are what is wanted.
  @Test func aRateIsReachedWhenAllThatWasDueIsAnswered() {
    var report = StressReport()
    report.duration = .seconds(1)
    report.messages = 930
    #expect(LoadGenerator.objection(report) { _ in true } == nil)
    report.unsent = 10
    #expect(LoadGenerator.objection(report) { _ in true } == "the rate was not reached")
    report.unsent = 9
    #expect(LoadGenerator.objection(report) { _ in false } == "the condition did not hold")
    report.messages = 0
    report.unsent = 0
    #expect(LoadGenerator.objection(report) { _ in true } == "the rate was not reached")
  }

  @Test func aSearchOnARealServerWalksACurve() async throws {
    // Two milliseconds a message, one at a time: at most 500 a second.
    let echo = try EchoConfiguration.typed(.line, "wait:2000")
    try await withEcho(echo) { endpoint, _ in
      var plan = StressPlan.short(endpoint, echo: echo, connections: 1)
      plan.messages = nil
      plan.warmup = .zero
      plan.duration = .milliseconds(100)
      nonisolated(unsafe) var walked = 0
      let found = try await LoadGenerator(plan).findMaximum(start: 50, holds: { _ in true }) {
        _, _ in
      } probe: { _ in
        walked += 1
      }
      #expect(found.probes.count == walked && walked >= 2)
      #expect(!found.endedEarly)
      // How far it comes depends on the machine; never further than the server can: fifty in a
      // tenth of a second, and what was sent because the load's own end was late.
      #expect(found.best ?? 0 <= 550)
      #expect(found.probes.allSatisfy { $0.holds == $0.reason.isEmpty })
      if let best = found.best { #expect(found.bestProbe?.rate == best) }
    }
  }
}
