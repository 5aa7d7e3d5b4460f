import CLinux
import Sockets
import Testing

@testable import Compare

@Suite("A server below a guardian")
struct ServerProcessTests {
  @Test("swiftlet serve is ready when it says so, serves, is sampled, and drains")
  func ownServer() async throws {
    let server = try await ServerProcess.start(
      .announcing(GuardianCommand.swiftlet, "serve", "127.0.0.1:0"))
    #expect(server.endpoints.count == 1)
    #expect(server.ending == nil && server.failure == nil)
    #expect(runs(server.pid))
    let sample = try server.sample()
    #expect(sample.processes == 1 && sample.threads >= 1 && sample.zombies == 0)
    #expect(try #require(sample.residentBytes) > 1 << 20)
    #expect(try #require(sample.openDescriptors) >= 4)
    #expect(try #require(sample.voluntarySwitches) > 0)
    #expect(sample.cpuNanoseconds > 0)
    let later = try await server.sampleAside()
    #expect(later.instant > sample.instant && later.cpuNanoseconds >= sample.cpuNanoseconds)
    let ending = await server.end(grace: .seconds(300))
    #expect(ending.cause == .exited(0) && ending.wasAsked && !ending.wasKilled)
    #expect(ending.voluntarySwitches > 0 && ending.survivors == 0)
    #expect(server.ending == ending && server.failure == nil)
    #expect(await server.end(grace: .zero) == ending)
    #expect(!runs(server.pid))
    #expect(throws: ServerFailure.self) { try server.sample() }
    await #expect(throws: ServerFailure.self) { try await server.sampleAside() }
  }

  @Test("a peer is ready when one of its processes listens on its port")
  func peer() async throws {
    let server = try await ServerProcess.start(
      .peer("socat", "TCP-LISTEN:{port},fork,reuseaddr", "EXEC:cat"))
    guard case .tcp("127.0.0.1", let port) = server.endpoints.first else {
      Issue.record("\(server.endpoints)")
      return
    }
    #expect(PortProbe.answers(port))
    let ending = await server.end(grace: .seconds(300))
    #expect(ending.wasAsked && !ending.wasKilled)
    #expect(!PortProbe.answers(port))
  }
}
