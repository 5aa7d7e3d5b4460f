import Foundation
import Measurement
import Testing

@testable import Compare

/// The search for a crossover, on curves that are a formula.
struct CrossoverSearchTests {
  private static let work = Axis("work per message", unit: .microseconds)

  private static func search(probes: Int = 12) -> CrossoverSearch {
    CrossoverSearch(work, first: "reactor", second: "thread", in: 1...10_000, probes: probes)
  }

  /// Walks a curve: the true advantage of the second at a place, with a width of interval.
  private static func walk(
    from start: CrossoverSearch? = nil, width: Double = 0.02, _ curve: (Double) -> Double?
  ) -> CrossoverSearch {
    var search = start ?? search()
    while let place = search.next {
      search.record(
        curve(place).map {
          Estimate(
            median: $0, interval: Interval($0 * exp(-width), $0 * exp(width)), runs: 5)
        })
      #expect(search.probes.count <= 40, "it ends")
    }
    return search
  }

  private static func stretch(_ search: CrossoverSearch) throws -> Interval {
    guard case .crossesAt(let stretch, "thread") = search.result.outcome else {
      throw Wrong(outcome: search.result.outcome)
    }
    return stretch
  }

  private struct Wrong: Error { let outcome: Crossover.Outcome }

  @Test(arguments: [1.3, 17, 100, 464, 9_000])
  func aSharpOneIsFoundToItsPrecision(_ truth: Double) throws {
    let search = Self.walk { $0 < truth ? 0.5 : 2 }
    let stretch = try Self.stretch(search)
    #expect(stretch.contains(truth) && stretch.high / stretch.low <= 1.25)
    #expect(search.probes.count <= 9)
    let estimate = try #require(search.result.estimate)
    #expect(stretch.contains(estimate) && search.result.level == nil)
  }

  /// The ratio grows by a tenth per tenfold work, and the intervals are four percent wide to each
  /// side: between 43 and 230 the two cannot be told apart, and that is the finding.
  @Test func aShallowOneIsAStretch() throws {
    let search = Self.walk(width: 0.04) { pow($0 / 100, 0.048) }
    let stretch = try Self.stretch(search)
    #expect(stretch.contains(100) && stretch.low > 30 && stretch.high < 330, "\(stretch)")
    let level = try #require(search.result.level)
    #expect(level.contains(100) || stretch.contains(100))
    #expect(search.result.sentence.contains("they cannot be told apart"))
    let estimate = try #require(search.result.estimate)
    #expect(abs(estimate / 100 - 1) < 0.01)
  }

  @Test func whereOneLeadsEverywhereNothingCrosses() {
    #expect(Self.walk { _ in 0.8 }.result.outcome == .never(leader: "reactor"))
    let always = Self.walk { _ in 1.3 }
    #expect(always.result.outcome == .never(leader: "thread"))
    #expect(always.probes.count == 4, "nothing to look closer at")
    #expect(
      always.result.sentence == "thread leads reactor from 1 µs to 10 ms of work per message.")
  }

  @Test func twoThatAreLevelEverywhereAreUncertain() {
    let search = Self.walk { _ in 1.001 }
    #expect(
      search.result.sentence
        == "Whether thread overtakes reactor from 1 µs to 10 ms of work per message is not known: "
        + "the two cannot be told apart at any place.")
    #expect(Self.walk { _ in nil }.result.sentence.hasSuffix("nothing could be measured."))
  }

  /// It catches up at the last place of the range: whether it overtakes is beyond it.
  @Test func oneAtTheEdgeIsUncertain() {
    let high = Self.walk { $0 < 10_000 ? 0.5 : 1 }.result
    #expect(
      high.outcome
        == .uncertain(
          Interval(Self.walk { _ in 1 }.probes[2].place, 10_000),
          reason: "reactor leads below it, nobody at its end"))
    let atStart = Self.walk { $0 > 1 ? 2 : 1 }.result.outcome
    guard case .uncertain(let low, _) = atStart else {
      Issue.record("not uncertain")
      return
    }
    #expect(low.low == 1)
  }

  @Test func theOtherWayRoundIsFoundToo() {
    let found = Self.walk { $0 < 50 ? 2 : 0.5 }.result
    guard case .crossesAt(let stretch, "reactor") = found.outcome else {
      Issue.record("\(found.outcome)")
      return
    }
    #expect(stretch.contains(50))
    #expect(found.sentence.hasPrefix("reactor overtakes thread between "))
  }

  @Test func aLeadThatChangesTwiceIsNotOneCrossover() {
    let search = Self.walk { (10...1000).contains($0) ? 2 : 0.5 }
    #expect(search.result.sentence.hasSuffix("the lead changes 2 times."))
    #expect(search.probes.count == 4)
  }

  /// Answers without any order, a thousand times: it ends within its budget and says something.
  @Test func whateverItIsToldItEnds() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<1000 {
      let search = Self.walk(width: 0.1) { _ in
        random.chance(10) ? nil : random.factor(noise: 0.3)
      }
      #expect(search.probes.count <= 12 && search.next == nil && !search.result.sentence.isEmpty)
    }
  }

  @Test func aPlaceThatCannotBeMeasuredIsNamed() {
    let search = Self.walk { (90...110).contains($0) ? nil : $0 < 100 ? 0.5 : 2 }
    #expect(search.result.sentence.hasSuffix("nothing could be measured at 100 µs."))
  }

  @Test func theBudgetIsKept() throws {
    let search = Self.walk(from: Self.search(probes: 5)) { $0 < 100 ? 0.5 : 2 }
    #expect(search.probes.count == 5)
    #expect(try Self.stretch(search).contains(99.99))
    #expect(
      Self.walk(from: Self.search(probes: 0)) { _ in 1 }.result.sentence.hasSuffix("measured."))
  }

  @Test func wholeNumbersAreTriedOnce() throws {
    let axis = Axis("connections", unit: .count, isWhole: true)
    let search = Self.walk(
      from: CrossoverSearch(axis, first: "reactor", second: "thread", in: 1.2...7.9, probes: 40)
    ) { $0 < 3 ? 0.5 : 2 }
    #expect(try Self.stretch(search) == Interval(2, 3))
    #expect(Set(search.probes.map(\.place)).count == search.probes.count)
    #expect(search.probes.allSatisfy { $0.place == $0.place.rounded() })
  }

  /// Rounds with a tenth of noise, judged as the suite judges them: the true place is within the
  /// stretch, or within the precision of it.
  @Test func noiseDoesNotMisleadIt() {
    var random = SplitMix64(seed: 5)
    var held = 0
    for _ in 0..<200 {
      var search = Self.search()
      while let place = search.next {
        let ratios = (0..<5).map { _ in pow(place / 100, 0.3) * random.factor(noise: 0.1) }
        search.record(Estimate(ratios))
      }
      guard let stretch = try? Self.stretch(search) else { continue }
      if Interval(stretch.low / 1.25, stretch.high * 1.25).contains(100) { held += 1 }
    }
    #expect(held >= 180, "\(held) of 200")
  }

  @Test func findingsSurviveTheirFile() throws {
    for result in [
      Self.walk { $0 < 100 ? 0.5 : 2 }.result, Self.walk { _ in 2 }.result,
      Self.walk { _ in 1 }.result, Self.walk(width: 0.04) { pow($0 / 100, 0.048) }.result,
    ] {
      let json = try JSONEncoder().encode(result)
      #expect(try JSONDecoder().decode(Crossover.self, from: json) == result)
    }
  }
}
