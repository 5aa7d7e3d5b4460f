import EchoProtocol
import EchoServers
import Glibc
import Reactor
import Testing

/// A server lives on threads of its own: what a program does to those that Swift shares among all
/// its tasks is of no concern to its clients.
struct BlockedPoolTests {
  @Test(arguments: Model.all)
  func aServerNeedsNoneOfSwiftsOwnThreads(_ model: Model) async {
    let name: String = model.type.model
    await #expect(processExitsWith: .success) { [name = name as String] in
      let echo = try EchoConfiguration.typed(.line, "sha256")
      let server = try await Model.named(name).type.start(.loopback(echo))
      let endpoint = server.endpoints[0]
      let request = Array("a\nb\nexit\n".utf8)
      let expected = try echo.expectedReplies(
        to: ["a", "b", "exit"].map { Array($0.utf8) })
      let judge = try SystemThread(name: "judge") {
        // Until all of the pool's threads sleep, as many as there are processors.
        usleep(200_000)
        let reply = try? Client(endpoint, patience: 5).exchange(request, seed: 1)
        exit(reply == expected ? 0 : 1)
      }
      judge.detach()
      for _ in 0..<64 { Task.detached { sleep(60) } }
      sleep(60)
    }
  }
}
