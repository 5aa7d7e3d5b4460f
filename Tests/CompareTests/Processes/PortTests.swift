import CLinux
import Glibc
import Sockets
import Testing

@testable import Compare

@Suite("Ports for servers")
struct PortTests {
  /// A program that was there first.
  private final class Listening: Sendable {
    let socket: Descriptor
    let port: UInt16

    init(socket: consuming Descriptor, port: UInt16) {
      self.socket = socket
      self.port = port
    }
  }

  /// A socket that listens on a port of the kernel's choice, and the port.
  private func listen() throws -> Listening {
    let socket = Descriptor(
      owning: Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0))
    try #require(Glibc.listen(socket.rawValue, 16) == 0)
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutableBytes(of: &address) { bytes in
      getsockname(
        socket.rawValue, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), &size)
    }
    try #require(result == 0)
    return Listening(socket: socket, port: UInt16(bigEndian: address.sin_port))
  }

  @Test("a port on which another program listens is not taken for the server's")
  func foreign() async throws {
    let other = try listen()
    #expect(PortProbe.answers(other.port) && !FreePort.isFree(other.port))
    var launch = ServerLaunch.peer("sh", "-c", "echo I do nothing >&2; sleep 1000", "{port}")
    launch.startTimeout = .milliseconds(500)
    let failure = await #expect(throws: ServerFailure.self) {
      try await ServerProcess.start(launch, port: other.port, guardian: .built)
    }
    guard case .portTaken(other.port, _) = failure?.reason else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(failure?.problem.hasPrefix("another program listens on port \(other.port)") == true)
    withExtendedLifetime(other) {}
  }

  @Test("a server that finds its port taken is quoted")
  func taken() async throws {
    let other = try listen()
    let failure = await #expect(throws: ServerFailure.self) {
      try await ServerProcess.start(
        .peer(
          "python3", "-c",
          "import socket, sys; socket.socket().bind(('127.0.0.1', int(sys.argv[1])))", "{port}"),
        port: other.port, guardian: .built)
    }
    guard case .portTaken(other.port, let words?) = failure?.reason else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(words.contains("Address already in use"))
    withExtendedLifetime(other) {}
  }

  @Test("a child that listens is the server's, whatever the address it listens on")
  func child() async throws {
    for address in ["'127.0.0.1'", "''"] {
      let server = try await ServerProcess.start(
        .peer(
          "python3", "-c",
          """
          import os, signal, socket, sys
          if os.fork() == 0:
            os.setsid()
            s = socket.socket()
            s.bind((\(address), int(sys.argv[1])))
            s.listen()
            while True: signal.pause()
          while True: signal.pause()
          """, "{port}"))
      await server.end(grace: .zero)
    }
  }

  @Test("a free port is free, and none that the kernel gives to clients")
  func free() throws {
    for _ in 0..<20 {
      let port = try #require(FreePort.pick())
      #expect(!PortProbe.answers(port))
      if PortRange.first > 12_000 { #expect((10_000..<PortRange.first).contains(Int(port))) }
    }
  }

  @Test("the port is filled in wherever a word asks for it")
  func placeholder() {
    let launch = ServerLaunch(
      name: "x", words: ["a", "{port}", "b{port}c{port}", "{por", "}{port"], readiness: .port)
    #expect(launch.asksForPort)
    #expect(launch.words(port: 42) == ["a", "42", "b42c42", "{por", "}{port"])
    #expect(launch.words(port: nil) == launch.words)
    #expect(!ServerLaunch(name: "x", words: ["port"], readiness: .port).asksForPort)
  }

  @Test("the kernel's table names the sockets that listen on a port, and no others")
  func table() {
    let text = """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 00000000:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0
         1: 0100007F:1388 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0
         2: 0100007F:1389 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0
         3: 00000000000000000000000001000000:1388 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4714
        short
      """
    #expect(PortOwner.listening(on: 5000, in: text) == ["socket:[4711]", "socket:[4714]"])
    #expect(PortOwner.listening(on: 8, in: text).isEmpty)
  }
}
