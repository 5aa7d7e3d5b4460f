import CLinux
import Sockets
import TestSupport
import Testing

/// What is lost when a process dies or stands still: its own client, and nobody else's.
struct CrashConformance {
  @Test(arguments: ServedModel.ofProcesses, [SIGKILL, SIGSEGV])
  func aChildThatDiesTakesItsOwnClientOnly(_ model: ServedModel, _ signal: Int32) async throws {
    try await ServedServer.lend(model, [ServedEndpoint.v4.text()], clients: 4) { server in
      let servants = try await Servant.several(3, of: server)
      let clients = servants.map(\.client)
      kill(servants[1].process.pid, signal)
      #expect(try await onThread { clients[1].readUntilItBreaks() } == [])
      for number in [0, 2] {
        #expect(try await onThread { try clients[number].echo("alive") } == "alive")
      }
      try await server.waits { $0["connections open"] == 2 }
      // A pool of processes is complete again; of others only those are there who serve.
      let expected = model.hasFixedServants ? 4 : 2
      let isComplete = await eventually {
        let children = server.servants
        return children.count == expected && !children.contains { $0.isZombie }
      }
      #expect(isComplete, "\(server.servants.count) children instead of \(expected)")
      // More than there are old children.
      let more = try await Servant.several(2, of: server).map(\.client)
      for client in [clients[0], clients[2]] + more { try client.finish() }
      _ = try await onThread { try more.map { try $0.readToEnd() } }
      try await server.waits { $0["connections open"] == 0 }
      let figures = await server.end()
      #expect(figures["crashes"] == 1 && figures["accepted"] == 5, "\(figures)")
      #expect(figures["drained"] == 0 && figures["cut"] == 0, "\(figures)")
    }
  }

  @Test(arguments: ServedModel.ofProcesses)
  func whenAllChildrenDieTheServerLivesOn(_ model: ServedModel) async throws {
    try await ServedServer.lend(model, [ServedEndpoint.v4.text()], clients: 4) { server in
      for round in 1...3 {
        let servants = try await Servant.several(4, of: server)
        for servant in servants { kill(servant.process.pid, SIGKILL) }
        let heard = try await onThread { servants.map { $0.client.readUntilItBreaks() } }
        #expect(heard.allSatisfy { $0 == [] })
        try await server.waits {
          $0["connections open"] == 0 && $0["connections accepted"] == 4 * round
        }
      }
      let areReaped = await eventually {
        !server.servants.contains { $0.isZombie }
      }
      #expect(areReaped)
      #expect(await server.end()["crashes"] == 12)
    }
  }

  /// One that is stopped hears no signal but SIGKILL.
  @Test(arguments: ServedModel.ofProcesses)
  func aChildThatStandsStillIsCutWithTheOthers(_ model: ServedModel) async throws {
    let options = ["--drain-timeout", "300ms"]
    try await ServedServer.lend(model, [ServedEndpoint.v4.text()], options, clients: 2) { server in
      let servants = try await Servant.several(2, of: server)
      kill(servants[0].process.pid, SIGSTOP)
      let start = ContinuousClock.now
      let figures = await server.end()
      #expect(ContinuousClock.now - start < .seconds(600))
      #expect(figures["cut"] >= 1 && figures["cut"] + figures["drained"] == 2, "\(figures)")
      #expect(!servants[0].process.isAlive)
    }
  }

  @Test(arguments: ServedModel.ofProcesses)
  func aChildThatDiesWhileItDrainsIsCounted(_ model: ServedModel) async throws {
    let endpoint = ServedEndpoint.v4.text("framing=line")
    let options = ["--drain-timeout", "600s"]
    try await ServedServer.lend(model, [endpoint], options, clients: 3) { server in
      let servants = try await Servant.several(2, of: server)
      let silent = try Client(server.endpoints[0])
      #expect(try await onThread { try silent.echo("whole\n") } == "whole\n")
      // In the middle of a line, so that the drain waits for the rest of it.
      for servant in servants { try servant.client.send("half a li") }
      server.child.signal(SIGTERM)
      // It says so before the supervisor has the order; who has nothing to finish is let go behind it.
      #expect(try await onThread { try silent.readToEnd() } == [])
      kill(servants[0].process.pid, SIGKILL)
      #expect(try await onThread { servants[0].client.readUntilItBreaks() } == [])
      try servants[1].client.send("ne\n")
      let rest = try await onThread { try servants[1].client.readToEnd() }
      #expect(rest == Array("half a line\n".utf8))
      let figures = await server.end(nil)
      #expect(figures["cut"] == 1 && figures["drained"] == 2, "\(figures)")
      #expect(figures["crashes"] == 1, "\(figures)")
    }
  }

  /// Should somebody else than the command have forked them: without it there is no service.
  @Test(arguments: ServedModel.ofProcesses)
  func whenTheSupervisorDiesNobodyLivesOn(_ model: ServedModel) async throws {
    let path = ServedEndpoint.v4.text()
    try await ServedServer.lend(model, [path], clients: 2) { server in
      let servants = try await Servant.several(2, of: server)
      let supervisor = servants[0].supervisor
      guard supervisor != server.process else { return }
      kill(supervisor.pid, SIGKILL)
      let heard = try await onThread { servants.map { $0.client.readUntilItBreaks() } }
      #expect(heard == [[], []])
      let outcome = await server.child.outcome()
      expectNoCrash(outcome)
      #expect(outcome.status == 69, "\(outcome.status): \(outcome.errors)")
    }
  }
}
