import CLinux
import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// A server lives on threads of its own: what a program does to those that Swift shares among all
/// its tasks is of no concern to its clients.
struct BlockedPoolTests {
  @Test(arguments: Model.all)
  func aServerNeedsNoneOfSwiftsOwnThreads(_ model: Model) async {
    let name: String = model.name
    await #expect(processExitsWith: .success) { [name = name as String] in
      let echo = try EchoConfiguration.typed(.line, "sha256")
      let server = try await Model.named(name).start(.loopback(echo))
      let endpoint = server.endpoints[0]
      let request = Array("a\nb\nexit\n".utf8)
      let expected = try echo.expectedReplies(
        to: ["a", "b", "exit"].map { Array($0.utf8) })
      let asleep = Locked(0)
      let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
      let judge = try SystemThread(name: "judge") {
        // All of the pool's threads, as many as there are processors; this body may have one.
        while asleep.withLock({ $0 }) < processors - 1 { usleep(1_000) }
        let reply = try? Client(endpoint).exchange(request, seed: 1)
        exit(reply == expected ? 0 : 1)
      }
      judge.detach()
      for _ in 0..<64 {
        Task.detached {
          asleep.withLock { $0 += 1 }
          sleep(600)
        }
      }
      sleep(600)
    }
  }
}
