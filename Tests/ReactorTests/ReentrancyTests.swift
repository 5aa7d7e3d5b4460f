import Sockets
import TestSupport
import Testing

@testable import Reactor

/// What handlers may do from within their callbacks, which is everything.
@Suite("Reentrancy", .timeLimit(.minutes(10)))
struct ReentrancyTests {
  /// Does something once, in the callback that is asked for.
  final class Doing: ConnectionHandler {
    enum Moment: CaseIterable, Sendable { case connected, received, inputEnded, closed }

    private let moment: Moment
    private let tell: @Sendable (Told) -> Void
    private var action: ((Connection) -> Void)?

    init(
      _ moment: Moment, _ tell: @escaping @Sendable (Told) -> Void,
      _ action: @escaping (Connection) -> Void
    ) {
      self.moment = moment
      self.tell = tell
      self.action = action
    }

    private func now(_ moment: Moment, _ connection: Connection) {
      guard moment == self.moment, let action else { return }
      self.action = nil
      action(connection)
    }

    func connected(_ connection: Connection) { now(.connected, connection) }

    func received(_ bytes: RawSpan, on connection: Connection) {
      connection.send(bytes)
      now(.received, connection)
      connection.send(bytes)
    }

    func inputEnded(on connection: Connection) {
      now(.inputEnded, connection)
      connection.finish()
    }

    func closed(_ connection: Connection, _ reason: CloseReason) {
      now(.closed, connection)
      let isAccepted = connection.send([1, 2, 3].span.bytes)
      #expect(!isAccepted)
      connection.finish()
      connection.abort()
      connection.beginWork(bytes: 5)
      connection.endWork(bytes: 5)
      connection.resumeReading()
      tell(.closed(reason))
    }
  }

  enum Deed: CaseIterable, Sendable { case finish, abort, pause, stopListener, stopLoop, abortAll }

  @Test("every deed in every callback", arguments: Doing.Moment.allCases, Deed.allCases)
  func deeds(_ moment: Doing.Moment, _ deed: Deed) async throws {
    try await withLoop { loop in
      let told = Events<Told>()
      let endpoint = try await loop.listen(on: .tcp("127.0.0.1", port: 0)) { _ in
        Doing(moment, { told.send($0) }) { connection in
          switch deed {
          case .finish: connection.finish()
          case .abort: connection.abort()
          case .pause:
            connection.pauseReading()
            connection.resumeReading()
          case .stopListener: loop.assumeIsolated { $0.stopListener(0) }
          case .stopLoop: loop.assumeIsolated { $0.stop() }
          case .abortAll: loop.assumeIsolated { $0.abort() }
          }
        }
      }.endpoint
      // Those behind the first may find nobody.
      let peers = (0..<3).compactMap { _ in try? Peer(to: endpoint) }
      for peer in peers {
        // The other side may be gone by now: that is the point.
        try? peer.send(3)
        peer.finish()
      }
      let deadly = [.stopLoop, .stopListener, .abortAll].contains(deed)
      for _ in 0..<(deadly ? 1 : 3) { _ = try await told.closed() }
    }
  }

  @Test("draining from within a callback")
  func drain() async throws {
    try await withLoop { loop in
      let reports = Events<DrainReport>()
      let endpoint = try await loop.listen(on: .tcp("127.0.0.1", port: 0)) { _ in
        Doing(.received, { _ in }) { _ in
          Task { reports.send(await loop.drain(within: .seconds(600))) }
        }
      }.endpoint
      let peer = try Peer(to: endpoint)
      try peer.send(1)
      // Twice the one byte, then the end: unread bytes at a close would be a reset.
      for _ in 0..<2 { _ = try await onThread { try peer.receive(1) } }
      #expect(try await onThread { try peer.receive() } == 0)
      peer.finish()
      #expect(try await reports.next() == DrainReport(drained: 1, cut: 0))
    }
  }

  @Test("a connection that ends others, and sends to them, from its own callback")
  func others() async throws {
    try await withLoop { loop in
      let told = Events<Told>()
      let endpoint = try await loop.listen(on: .tcp("127.0.0.1", port: 0)) { _ in
        Doing(.received, { told.send($0) }) { connection in
          let own = connection.id
          loop.assumeIsolated { loop in
            for other in loop.core.connections.all where other.id != own {
              other.send([9].span.bytes)
              other.abort()
            }
          }
        }
      }.endpoint
      let peers = try (0..<10).map { _ in try Peer(to: endpoint) }
      try await waitUntil(loop) { $0.accepted == 10 }
      for peer in peers { try? peer.send(1) }
      for _ in 0..<9 { #expect(try await told.closed() == .aborted) }
    }
  }
}
