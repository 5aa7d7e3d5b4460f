import Sockets

@testable import Reactor

/// An echo that answers at once or defers its work, and finishes it in any order; the replies are
/// put back in order here.
final class SimulatedEcho: ConnectionHandler {
  /// Calls that are made from within a callback, at random.
  var mischief: (Connection) -> Void = { _ in }
  /// Whether the next bytes go to be worked on elsewhere.
  var defersNext = false
  /// Whether `quiesced` is left unanswered, as by a handler in the middle of a message.
  var waitsInDrain = false

  private(set) var delivered = 0
  private(set) var isConnected = false
  private(set) var inputHasEnded = false
  private(set) var hasQuiesced = false
  private(set) var endsSeen = 0
  private(set) var reason: CloseReason?
  /// In the order of arrival: start and length of what was deferred, and whether it is done.
  private var work: [(start: Int, count: Int, isDone: Bool)] = []

  var workInProgress: [Int] { work.indices.filter { !work[$0].isDone } }
  var bytesInWork: Int { work.reduce(0) { $0 + $1.count } }

  func connected(_ connection: Connection) { isConnected = true }

  func received(_ bytes: RawSpan, on connection: Connection) {
    let start = delivered
    delivered += bytes.byteCount
    if defersNext || !work.isEmpty {
      work.append((start, bytes.byteCount, false))
      connection.beginWork(bytes: bytes.byteCount)
    } else {
      connection.send(bytes)
    }
    mischief(connection)
  }

  /// A worker is done with one piece; what is at the front of the line goes out.
  func complete(_ index: Int, on connection: Connection) {
    work[index].isDone = true
    while let first = work.first, first.isDone {
      work.removeFirst()
      Pattern.withBytes(from: first.start, first.count) { bytes in
        _ = connection.send(bytes.bytes)
      }
      connection.endWork(bytes: first.count)
    }
  }

  func inputEnded(on connection: Connection) {
    inputHasEnded = true
    mischief(connection)
    connection.finish()
  }

  func quiesced(on connection: Connection) {
    hasQuiesced = true
    if !waitsInDrain { connection.finish() }
  }

  func outputDrained(on connection: Connection) { mischief(connection) }

  func closed(_ connection: Connection, _ reason: CloseReason) {
    endsSeen += 1
    self.reason = reason
    mischief(connection)
  }
}
