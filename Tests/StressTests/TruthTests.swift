import EchoProtocol
import EchoServers
import Measurement
import Reactor
import Testing

@testable import Stress

/// Whether the figures are what arithmetic says, with everything but the kernel: the schedule, the
/// choice of the connection, the verification and the meter, on a clock of the test's own.
///
/// The same against real, stopped processes is `make truth`.
struct TruthTests {
  private static let millisecond: UInt64 = 1_000_000
  private static let second: UInt64 = 1_000_000_000

  /// A load of ten seconds on a server that answers each message `delay` after it came, and stands
  /// still, however much comes, from `stop.lowerBound` to `stop.upperBound`.
  private static func measure(
    rate: Double, connections: Int, pipeline: Int = 1, arrivals: Arrivals = .constant,
    stop: Range<UInt64> = 0..<0, delay: (Int) -> UInt64
  ) throws -> (latency: Histogram, serviceTime: Histogram, messages: Int) {
    var plan = StressPlan(.tcp("127.0.0.1", port: 1), echo: .transparent)
    plan.pipeline = pipeline
    let traffic = try Traffic(plan)
    let begin = second
    var meter = Meter(isOpenLoop: true, limit: nil)
    meter.measure(from: begin, for: 10 * second)
    var pacer = Pacer(
      ArrivalSchedule(
        .constant(rate), arrivals, begin: begin, measuringFrom: begin, end: begin + 10 * second,
        seed: 1), slots: connections)
    let clients = (0..<connections).map { Client(traffic.cycle, start: $0, pipeline) }
    for slot in clients.indices { pacer.list(slot) }
    // What the server will send, earliest first.
    var replies: [(at: UInt64, slot: Int, bytes: [UInt8])] = []
    var number = 0

    func dispatch(_ now: UInt64) {
      while let slot = pacer.takeSlot(now) {
        let due = pacer.nextDue
        pacer.advance()
        let bytes = Array(clients[slot].exchange.take(1, due: due, now: now))
        var at = now + delay(number)
        if (stop.lowerBound + begin..<stop.upperBound + begin).contains(at) {
          at = stop.upperBound + begin
        }
        number += 1
        let place = replies.lastIndex { $0.at <= at }.map { $0 + 1 } ?? 0
        replies.insert((at, slot, bytes), at: place)
        if clients[slot].exchange.room > 0 { pacer.list(slot) }
      }
    }

    while pacer.nextDue != .max || !replies.isEmpty {
      let nextReply = replies.first?.at ?? .max
      let nextSend = pacer.hasRoom ? pacer.nextDue : .max
      let now = min(nextReply, nextSend)
      if nextReply == now, !replies.isEmpty {
        let reply = replies.removeFirst()
        let mismatch = reply.bytes.withUnsafeBytes { bytes in
          clients[reply.slot].exchange.received(bytes, now: now) { meter.record($0, now) }
        }
        #expect(mismatch == nil)
        pacer.list(reply.slot)
      }
      dispatch(now)
    }
    return withExtendedLifetime(traffic) {
      (meter.latency.snapshot(), meter.serviceTime.snapshot(), meter.messages)
    }
  }

  private final class Client {
    var exchange: Exchange
    init(_ cycle: MessageCycle, start: Int, _ pipeline: Int) {
      exchange = Exchange(cycle, start: start, pipeline: pipeline)
    }
  }

  /// One second's standstill in ten: of what was due in it, the message due first waits a second,
  /// the last one not at all; a quantile q above 0.9 of all is one second less (1 - q) times ten.
  @Test func aServerThatStandsStillForASecondIsSeenByThoseWhoWouldHaveWaited() throws {
    let stop = 4 * Self.second..<5 * Self.second
    let (latency, service, messages) = try Self.measure(
      rate: 1000, connections: 10, stop: stop
    ) { _ in 100_000 }
    #expect(messages == 10_000)
    let exact: [(Double, Double)] = [(90, 0), (95, 0.5), (99, 0.9), (99.9, 0.99), (100, 1)]
    for (percentile, seconds) in exact {
      let measured = Double(latency.percentile(percentile)) / 1e9
      #expect(abs(measured - seconds) <= 0.02, "p\(percentile): \(measured) s, not \(seconds) s")
    }
    // Ten messages were on their way; nine hundred and ninety more were not, and do not show.
    #expect(service.max >= 990 * Self.millisecond)
    #expect(service.percentile(99) < 200_000, "the uncorrected p99 misses all of it")
    #expect(
      service.buckets.lazy.filter { $0.values.lowerBound > 2 * Self.millisecond }
        .reduce(0) { $0 + $1.count } == 10)
  }

  /// Delays of 1 to 100 ms in turn, never busier than its connections: both latencies are the
  /// delays, to the histogram's digits.
  @Test(arguments: [Arrivals.constant, .poisson])
  func aDelayKnownByConstructionIsWhatIsMeasured(_ arrivals: Arrivals) throws {
    let (latency, service, messages) = try Self.measure(
      rate: 1000, connections: 1000, arrivals: arrivals
    ) { UInt64($0 % 100 + 1) * Self.millisecond }
    #expect(arrivals == .poisson || messages == 10_000)
    for percentile in [1.0, 10, 25, 50, 75, 90, 99, 99.9, 100] {
      let exact = max(1, percentile.rounded(.up)) * 1e6
      for histogram in [latency, service] {
        let measured = Double(histogram.percentile(percentile))
        // At random there are not exactly as many of each delay: one step more or less.
        let step = arrivals == .constant ? 0 : 1e6
        #expect(abs(measured - exact) <= exact * 0.01 + step)
      }
    }
  }

  /// Twice as much as the server can do: a queue that grows all the time, seen in the latency from
  /// the due time alone.
  @Test func anOverloadGrowsInTheLatencyAndNotInTheServiceTime() throws {
    // One connection, one message in flight, 2 ms each: 500 a second of the 1000 wanted.
    let (latency, service, _) = try Self.measure(rate: 1000, connections: 1) { _ in
      2 * Self.millisecond
    }
    #expect(abs(Double(service.max) - 2e6) <= 2e3)
    // The last message, due at 10 s, is answered at 20 s.
    #expect(abs(Double(latency.max) - 10e9) <= 0.02e9)
    #expect(abs(Double(latency.percentile(50)) - 5e9) <= 0.02e9)
  }
}
