import CLinux
import Sockets
import Synchronization
import Testing

/// How often the no-op handler has run.
private let interruptions = Atomic<Int>(0)

/// A thread that makes one blocking call and can be interrupted in it.
private final class Victim: Sendable {
  let result = Locked<IOResult?>(nil)
  let handle = Atomic<UInt>(0)

  func run(_ call: () -> IOResult) {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGWINCH)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    handle.store(UInt(pthread_self()), ordering: .releasing)
    let outcome = call()
    result.withLock { $0 = outcome }
  }

  /// Sends a signal and waits until its handler has run.
  func interrupt() {
    while handle.load(ordering: .acquiring) == 0 { sched_yield() }
    let before = interruptions.load(ordering: .sequentiallyConsistent)
    pthread_kill(pthread_t(handle.load(ordering: .relaxed)), SIGWINCH)
    while interruptions.load(ordering: .sequentiallyConsistent) == before { sched_yield() }
  }
}

@Suite("Kernel, interrupted by signals", .serialized, .timeLimit(.minutes(10)))
struct InterruptionTests {
  /// Interrupts `call` again and again, lets it end, and returns its result.
  private func interrupted(
    _ call: @escaping @Sendable () -> IOResult, end: () -> Void
  ) throws -> IOResult? {
    // Ignored by default, so that a stray one does no harm, and unlike SIGURG used by no other test of
    // this process. Without SA_RESTART.
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      interruptions.add(1, ordering: .sequentiallyConsistent)
    }
    var before = sigaction()
    sigaction(SIGWINCH, &action, &before)
    defer { sigaction(SIGWINCH, &before, nil) }
    let victim = Victim()
    let thread = try SystemThread(name: "victim") { victim.run(call) }
    for _ in 0..<200 { victim.interrupt() }
    #expect(victim.result.withLock { $0 } == nil, "it still waits")
    end()
    thread.join()
    return victim.result.withLock { $0 }
  }

  @Test("receive goes on")
  func receive() throws {
    let pair = try SocketPair()
    let fd = pair.one.rawValue
    let result = try interrupted {
      var byte: UInt8 = 0
      return Kernel().receive(fd, &byte, 1)
    } end: {
      var byte: UInt8 = 1
      #expect(Kernel().send(pair.other.rawValue, &byte, 1) == .bytes(1))
    }
    #expect(result == .bytes(1))
  }

  @Test("send goes on")
  func send() throws {
    let pair = try SocketPair()
    let fd = pair.one.rawValue
    setBlocking(fd, false)
    let block = [UInt8](repeating: 1, count: 4096)
    while block.withUnsafeBytes({ Kernel().send(fd, $0.baseAddress!, 4096) }) == .bytes(4096) {}
    setBlocking(fd, true)
    let result = try interrupted {
      var byte: UInt8 = 0
      return Kernel().send(fd, &byte, 1)
    } end: {
      var space = [UInt8](repeating: 0, count: 1 << 20)
      _ = recv(pair.other.rawValue, &space, space.count, 0)
    }
    #expect(result == .bytes(1))
  }

  @Test("accept goes on")
  func accept() throws {
    let listener = try ListeningSocket.open(.tcp("127.0.0.1", port: 0), ListeningOptions())
    let fd = listener.descriptor.rawValue
    let address = try Resolver.addresses(of: listener.endpoint, for: .connect)[0]
    let client = try newSocket(AF_INET, "connect to", listener.endpoint)
    setBlocking(fd, true)
    let result = try interrupted {
      guard case .accepted(let accepted) = Kernel().accept(fd) else { return .wouldBlock }
      close(accepted)
      return .bytes(1)
    } end: {
      _ = Kernel().connect(client.rawValue, address)
    }
    #expect(result == .bytes(1))
  }
}
