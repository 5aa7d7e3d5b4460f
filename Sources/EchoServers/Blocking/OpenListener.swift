internal import Reactor
internal import Sockets
internal import Synchronization

/// A listening socket that several threads, or processes, may accept from.
final class OpenListener: Sendable {
  private let socket: ListeningSocket
  /// Nobody is let in any more; the kernel then calls the socket readable for ever.
  private let hasRefused = Atomic(false)

  /// How many may wait to be accepted, at the most.
  let backlog: Int

  private init(_ socket: consuming ListeningSocket, backlog: Int32) {
    self.socket = socket
    self.backlog = max(0, Int(backlog))
  }

  /// Opens one per service; none stays open if one fails.
  static func open(_ configuration: EchoServerConfiguration) throws(SocketError) -> [OpenListener] {
    var listeners: [OpenListener] = []
    for service in configuration.services {
      do {
        listeners.append(
          OpenListener(
            try ListeningSocket.open(service.endpoint, configuration.listening),
            backlog: configuration.listening.backlog))
      } catch {
        for listener in listeners { listener.removeFile() }
        throw error
      }
    }
    return listeners
  }

  var fd: Int32 { socket.descriptor.rawValue }

  /// Where it really listens.
  var endpoint: Endpoint { socket.endpoint }

  /// The file that it made, if it is a Unix socket.
  var file: SocketFile? { socket.file }

  /// Removes the file of a Unix socket, before the socket is closed.
  func removeFile() { file?.remove() }

  /// Lets nobody in any more, whoever else has the socket open: newcomers are refused.
  ///
  /// Idempotent. Those who wait in its queue are cut, so call it when that is empty.
  func refuse() {
    guard !hasRefused.exchange(true, ordering: .acquiringAndReleasing) else { return }
    removeFile()
    BlockingCalls.cut(fd)
    // Of a Unix socket they stay there until it is closed, and would wait for that.
    while case .accepted(let client) = BlockingCalls.accept(fd) { _ = Descriptor(owning: client) }
  }

  /// How many wait to be accepted now, or of a Unix socket how many may.
  var queueLength: Int { BlockingCalls.queueLength(fd) ?? backlog + 1 }

  /// Whether somebody waits to be accepted.
  var isWanted: Bool {
    !hasRefused.load(ordering: .acquiring) && PollSet.isReadable(fd)
  }
}
