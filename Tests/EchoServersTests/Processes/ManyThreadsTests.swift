import CLinux
import EchoProtocol
import EchoServers
import Reactor
import Testing

/// Forking is for processes with one thread, which a test's is not.
struct ManyThreadsTests {
  private static let models: [any EchoServer.Type] = [ProcessServer.self, PreforkServer.self]

  @Test(arguments: [0, 1])
  func aServerOfProcessesIsRefused(_ number: Int) async throws {
    let endpoint = Whereabouts.unix.endpoint
    let error = await #expect(throws: SocketError.self) {
      try await onAnotherThread {
        try await Self.models[number].start(
          EchoServerConfiguration(EchoService(endpoint, .transparent)))
      }
    }
    let words = "\(error as Any)"
    #expect(words.contains("cannot start a server of processes: this process has "))
    #expect(words.contains("fork(2) is safe with one"))
    #expect(words.contains("before any thread or task"))
    guard case .unix(let path) = endpoint else { return }
    #expect(access(path, F_OK) != 0, "it had not even begun")
  }

  /// While a thread lives that is this test's own.
  private func onAnotherThread(
    _ body: () async throws -> any EchoServer
  ) async throws -> any EchoServer {
    let end = Semaphore()
    let thread = try SystemThread(name: "another") { end.wait() }
    defer {
      end.signal()
      thread.join()
    }
    return try await body()
  }
}
