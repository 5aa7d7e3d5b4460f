import CLinux
import Glibc
import Sockets
import Testing

@Suite("Kernel")
struct KernelTests {
  private let kernel = Kernel()

  private func receive(_ fd: Int32, _ capacity: Int = 16) -> (IOResult, [UInt8]) {
    var buffer = [UInt8](repeating: 0, count: capacity)
    let result = buffer.withUnsafeMutableBytes { kernel.receive(fd, $0.baseAddress!, $0.count) }
    if case .bytes(let count) = result { return (result, Array(buffer.prefix(count))) }
    return (result, [])
  }

  private func send(_ fd: Int32, _ bytes: [UInt8]) -> IOResult {
    bytes.withUnsafeBytes { kernel.send(fd, $0.baseAddress!, $0.count) }
  }

  @Test("bytes, would-block, and the peer's end are results")
  func results() throws {
    let pair = try SocketPair()
    setBlocking(pair.one.rawValue, false)
    #expect(receive(pair.one.rawValue).0 == .wouldBlock)
    #expect(send(pair.other.rawValue, [1, 2, 3]) == .bytes(3))
    #expect(receive(pair.one.rawValue, 2) == (.bytes(2), [1, 2]))
    #expect(receive(pair.one.rawValue) == (.bytes(1), [3]))
    kernel.shutdownOutput(pair.other.rawValue)
    #expect(receive(pair.one.rawValue).0 == .endOfStream)
    #expect(send(pair.one.rawValue, [4]) == .bytes(1))
  }

  @Test("a full buffer is would-block, a gone peer is EPIPE and no signal")
  func sendResults() throws {
    let pair = try SocketPair()
    setBlocking(pair.one.rawValue, false)
    let block = [UInt8](repeating: 7, count: 65536)
    while case .bytes = send(pair.one.rawValue, block) {}
    #expect(send(pair.one.rawValue, block) == .wouldBlock)
    let one = pair.closingOther()
    // A child that another test is just starting may hold the other end until its exec.
    var gone = pollfd(fd: one.rawValue, events: 0, revents: 0)
    #expect(poll(&gone, 1, 300_000) == 1)
    #expect(send(one.rawValue, block) == .failed(.brokenPipe))
  }

  @Test("a descriptor that is none is a failure everywhere")
  func badDescriptor() throws {
    let bad = Errno(rawValue: EBADF)
    #expect(receive(-1).0 == .failed(bad))
    #expect(send(-1, [1]) == .failed(bad))
    #expect(kernel.accept(-1) == .failed(bad))
    #expect(kernel.connect(-1, try SocketAddress(unixPath: "/x")) == .failed(bad))
    #expect(kernel.refusesWatch(of: -1) == nil)
  }

  @Test("what is accepted never blocks and is not inherited")
  func accept() throws {
    let listener = try ListeningSocket.open(.tcp("127.0.0.1", port: 0), ListeningOptions())
    let client = try newSocket(AF_INET, "connect to", listener.endpoint)
    setBlocking(client.rawValue, true)
    let address = try Resolver.addresses(of: listener.endpoint, for: .connect)[0]
    #expect(kernel.connect(client.rawValue, address) == .bytes(0))
    // The client is connected before the listener has the last packet of the handshake.
    var waiting = pollfd(fd: listener.descriptor.rawValue, events: Int16(POLLIN), revents: 0)
    #expect(poll(&waiting, 1, 300_000) == 1)
    guard case .accepted(let fd) = kernel.accept(listener.descriptor.rawValue) else {
      Issue.record("nobody was accepted")
      return
    }
    let accepted = Descriptor(owning: fd)
    #expect(fcntl(accepted.rawValue, F_GETFL) & O_NONBLOCK != 0)
    #expect(fcntl(accepted.rawValue, F_GETFD) & FD_CLOEXEC != 0)
    #expect(kernel.accept(listener.descriptor.rawValue) == .wouldBlock)
  }

  @Test("a connect in progress tells its end by writability, and its error when asked")
  func refused() throws {
    var endpoint = Endpoint.unix("")
    do {
      // Where no other test listens, which might be given the same port.
      endpoint = try ListeningSocket.open(.tcp("127.66.6.6", port: 0), ListeningOptions()).endpoint
    }
    let client = try newSocket(AF_INET, "connect to", endpoint)
    let address = try Resolver.addresses(of: endpoint, for: .connect)[0]
    #expect(try isRefused(address, endpoint))
    if kernel.connect(client.rawValue, address) == .wouldBlock {
      var wait = pollfd(fd: client.rawValue, events: Int16(POLLOUT), revents: 0)
      #expect(poll(&wait, 1, 300_000) == 1)
      #expect(pendingError(client.rawValue) == .connectionRefused)
    }
    #expect(pendingError(client.rawValue) == nil, "it is told once")
  }
}
