import CLinux
import Sockets
import Testing

/// A listener that answers nobody: its queue is full, so that whoever connects now waits.
struct FullListener: ~Copyable {
  private let socket: ListeningSocket
  private let waiting: [Int32]

  var endpoint: Endpoint { socket.endpoint }

  init() throws {
    var options = ListeningOptions()
    options.backlog = 0
    let socket = try ListeningSocket.open(.tcp("127.0.0.1", port: 0), options)
    let address = try Resolver.addresses(of: socket.endpoint, for: .connect)[0]
    // The kernel lets in one more than the backlog says, or two.
    var waiting: [Int32] = []
    for _ in 0..<4 {
      let fd = try newSocket(AF_INET, "connect to", socket.endpoint).release()
      _ = Kernel().connect(fd, address)
      waiting.append(fd)
    }
    // Readable once one of them is in the queue, which is full then.
    var full = pollfd(fd: socket.descriptor.rawValue, events: Int16(POLLIN), revents: 0)
    #expect(poll(&full, 1, 300_000) == 1)
    self.waiting = waiting
    self.socket = socket
  }

  deinit { for fd in waiting { close(fd) } }
}
