import Sockets
import Synchronization
import TestSupport
import Testing

@testable import Reactor

@Suite("Accepting", .timeLimit(.minutes(10)))
struct AcceptTests {
  @Test("at the limit the next waits in the kernel's queue, and is let in when one goes")
  func limit() async throws {
    try await withLoop {
      $0.maximumConnections = 2
    } _: { loop in
      let told = Events<Told>()
      let endpoint = try await listenEcho(loop) { told.send($0) }.endpoint
      var first: Peer? = try Peer(to: endpoint)
      let second = try Peer(to: endpoint)
      for _ in 0..<2 { _ = try await told.next() }
      let third = try Peer(to: endpoint)
      try third.send(4)
      try second.send(1)
      #expect(try await told.next() == .received(1))
      #expect(loop.statistics.accepted == 2, "the third is not let in to be thrown out")
      withExtendedLifetime(first) {}
      first = nil
      #expect(try await onThread { try third.receive(4) } == 4)
    }
  }

  @Test(
    "out of descriptors or memory: a pause, one line in the log, no spinning",
    arguments: [Errno.processFileLimit, .systemFileLimit, .noBufferSpace, .noMemory])
  func exhaustion(_ errno: Errno) async throws {
    let kernel = FaultyKernel()
    kernel.acceptFault = { $0 <= 3 ? .failed(errno) : nil }
    let lines = Locked<[String]>([])
    let log = { @Sendable (line: String) in lines.withLock { $0.append(line) } }
    try await withLoop {
      $0.kernel = kernel
      $0.log = log
    } _: { loop in
      let endpoint = try await listenEcho(loop).endpoint
      let peer = try Peer(to: endpoint)
      try peer.send(4)
      #expect(try await onThread { try peer.receive(4) } == 4)
      #expect(loop.statistics.acceptPauses == 3)
      // Three failures, the one that works, and the look whether there are more.
      #expect(kernel.accepts.load(ordering: .relaxed) <= 5)
      let said = lines.withLock { $0 }
      #expect(said.count == 1)
      #expect(said.first?.contains("accepting pauses") == true)
    }
  }

  @Test(
    "a newcomer that broke is counted; the next is let in",
    arguments: [Errno.connectionAborted, Errno(rawValue: 71)])
  func broken(_ errno: Errno) async throws {
    let kernel = FaultyKernel()
    kernel.acceptFault = { $0 <= 5 ? .failed(errno) : nil }
    try await withLoop {
      $0.kernel = kernel
    } _: { loop in
      let peer = try Peer(to: try await listenEcho(loop).endpoint)
      try peer.send(4)
      #expect(try await onThread { try peer.receive(4) } == 4)
      #expect(loop.statistics.acceptErrors == 5)
      #expect(loop.statistics.acceptPauses == 0)
    }
  }

  @Test(
    "a connection that the kernel refuses to watch fails, and only that one",
    arguments: [Errno.noMemory, .noSpace])
  func refusedConnection(_ errno: Errno) async throws {
    let kernel = FaultyKernel()
    // The alarm's, the listener's, and then the first connection's.
    kernel.watchFault = { $0 == 3 ? errno : nil }
    try await withLoop {
      $0.kernel = kernel
    } _: { loop in
      let told = Events<Told>()
      let endpoint = try await listenEcho(loop) { told.send($0) }.endpoint
      let first = try Peer(to: endpoint)
      #expect(try await told.closed() == .failed(errno))
      let second = try Peer(to: endpoint)
      try second.send(4)
      #expect(try await onThread { try second.receive(4) } == 4)
      withExtendedLifetime(first) {}
    }
  }

  @Test(
    "a listener that is refused its watch again backs off and comes back",
    arguments: [Errno.noMemory, .noSpace])
  func refusedListener(_ errno: Errno) async throws {
    let kernel = FaultyKernel()
    let failures = Atomic<Int>(0)
    kernel.acceptFault = { $0 == 1 ? .failed(.processFileLimit) : nil }
    // The alarm's and the listener's first, then the listener's again behind its back-off.
    kernel.watchFault = { number in
      guard number == 3 || number == 4 else { return nil }
      failures.add(1, ordering: .relaxed)
      return errno
    }
    try await withLoop {
      $0.kernel = kernel
    } _: { loop in
      let peer = try Peer(to: try await listenEcho(loop).endpoint)
      try peer.send(4)
      #expect(try await onThread { try peer.receive(4) } == 4)
      #expect(failures.load(ordering: .relaxed) == 2)
    }
  }

  @Test("a listener refused from the start throws and leaves no file behind")
  func refusedAtOnce() async throws {
    let kernel = FaultyKernel()
    kernel.watchFault = { $0 == 2 ? .noMemory : nil }
    try await withLoop {
      $0.kernel = kernel
    } _: { loop in
      let endpoint = Endpoint.tcp("127.0.0.1", port: 0)
      let error = await #expect(throws: SocketError.self) {
        try await loop.listen(on: endpoint) { _ in EchoHandler() }
      }
      #expect(error?.errno == .noMemory)
      _ = try await listenEcho(loop)
    }
  }

  @Test("errors of receive and send end their connection with their name")
  func transferErrors() async throws {
    for (isReceive, errno) in [(true, Errno.connectionReset), (false, .brokenPipe)] {
      let kernel = FaultyKernel()
      if isReceive {
        kernel.receiveFault = { $0 == 1 ? .failed(errno) : nil }
      } else {
        kernel.sendFault = { $0 == 1 ? .failed(errno) : nil }
      }
      try await withLoop {
        $0.kernel = kernel
      } _: { loop in
        let told = Events<Told>()
        let peer = try Peer(to: try await listenEcho(loop) { told.send($0) }.endpoint)
        try peer.send(4)
        #expect(try await told.closed() == .failed(errno))
        #expect(loop.statistics.failed == 1)
      }
    }
  }

  @Test("a listener that is stopped lets nobody in, and leaves its connections alone")
  func stopListener() async throws {
    try await withLoop { loop in
      let told = Events<Told>()
      let listener = try await listenEcho(loop) { told.send($0) }
      let peer = try Peer(to: listener.endpoint)
      _ = try await told.next()
      await listener.stop()
      await listener.stop()
      #expect(await isClosed(listener.endpoint))
      try peer.send(4)
      #expect(try await onThread { try peer.receive(4) } == 4)
    }
  }
}
