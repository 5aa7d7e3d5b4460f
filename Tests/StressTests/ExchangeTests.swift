import EchoProtocol
import EchoServers
import Measurement
import Reactor
import Testing

@testable import Stress

/// What a connection makes of what comes back, in pieces of every size.
struct ExchangeTests {
  private static func traffic(size: Int = 10, pipeline: Int = 4) throws -> Traffic {
    var plan = StressPlan(.tcp("127.0.0.1", port: 1), echo: .transparent)
    plan.sizes = .fixed(size)
    plan.pipeline = pipeline
    return try Traffic(plan)
  }

  @Test func aReplyIsTimedFromItsMessageToItsLastByte() throws {
    let traffic = try Self.traffic()
    var exchange = Exchange(traffic.cycle, start: 0, pipeline: 4)
    let sent = Array(exchange.take(2, due: 5, now: 7))
    var state = (inFlight: exchange.inFlight, room: exchange.room)
    #expect(sent.count == 20 && state == (2, 2))
    var replies: [Exchange.Replies] = []
    func receive(_ range: Range<Int>, at now: UInt64) -> Mismatch? {
      sent[range].withUnsafeBytes { bytes in
        exchange.received(bytes, now: now) { replies.append($0) }
      }
    }
    #expect(receive(0..<3, at: 100) == nil)
    #expect(replies.isEmpty)
    #expect(receive(3..<12, at: 200) == nil)
    #expect(replies.count == 1)
    #expect(replies[0].firstByte == 100)
    #expect(replies[0].times.due == 5 && replies[0].times.sent == 7)
    #expect(replies[0].payloadBytes == 10)
    #expect(receive(12..<20, at: 300) == nil)
    #expect(replies.count == 2)
    #expect(replies[1].firstByte == 200, "its first byte came with the end of the one before")
    state = (exchange.inFlight, exchange.verified)
    #expect(state == (0, 2))
    withExtendedLifetime(traffic) {}
  }

  /// Round the cycle several times, with pieces that never fit: every first byte is timed.
  @Test(arguments: [1, 3, 7, 64, 1000]) func anyPiecesWillDo(_ piece: Int) throws {
    let traffic = try Self.traffic(size: 300, pipeline: 3)
    var exchange = Exchange(traffic.cycle, start: 5, pipeline: 3)
    var pending: [UInt8] = []
    var clock: UInt64 = 1
    var settled = 0
    while settled < 2 * traffic.cycle.count {
      pending += exchange.take(exchange.room, due: clock, now: clock)
      let chunk = Array(pending.prefix(piece))
      pending.removeFirst(chunk.count)
      clock += 1
      let mismatch = chunk.withUnsafeBytes { bytes in
        exchange.received(bytes, now: clock) { reply in
          settled += reply.count
          #expect(reply.firstByte > reply.times.sent && reply.firstByte <= clock)
          #expect(clock - reply.firstByte <= UInt64(300 / piece + 1))
        }
      }
      #expect(mismatch == nil)
    }
    withExtendedLifetime(traffic) {}
  }

  @Test func aBudgetEndsIt() throws {
    let traffic = try Self.traffic()
    var exchange = Exchange(traffic.cycle, start: 0, pipeline: 4, budget: 5)
    let first = Array(exchange.take(exchange.room, due: 0, now: 0))
    var state = (room: exchange.room, budget: exchange.budget)
    #expect(state == (0, 1))
    #expect(first.withUnsafeBytes { exchange.received($0, now: 1) { _ in } } == nil)
    state = (exchange.room, exchange.budget)
    #expect(state == (1, 1))
    let last = Array(exchange.take(1, due: 0, now: 0))
    #expect(last.withUnsafeBytes { exchange.received($0, now: 1) { _ in } } == nil)
    let isDone = exchange.isDone
    #expect(isDone)
    withExtendedLifetime(traffic) {}
  }
}
