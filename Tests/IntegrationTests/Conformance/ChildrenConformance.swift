import Glibc
import Sockets
import Testing

/// What is asked of the models that serve from forked children.
struct ChildrenConformance {
  @Test(arguments: ServedModel.ofProcesses)
  func eachClientHasAChildThatIsReapedAtItsEnd(_ model: ServedModel) async throws {
    try await ServedServer.lend(model, [ServedEndpoint.v4.text()], clients: 5) { server in
      let atRest = model.hasFixedServants ? 5 : 0
      for _ in 0..<3 {
        let servants = try await Servant.several(5, of: server)
        #expect(Set(servants.map(\.process)).count == 5, "\(servants)")
        if !Scale.isReduced { #expect(servants[0].supervisor.threads == 1) }
        #expect(Set(servants.map(\.supervisor)).count == 1)
        for servant in servants { try servant.client.finish() }
        _ = try await onThread { try servants.map { try $0.client.readToEnd() } }
        try await server.waits { $0["connections open"] == 0 }
        // A child's end may be seen a moment before its parent hears of it; never for good.
        let areReaped = await eventually(within: 60) {
          let children = server.servants
          return children.count == atRest && !children.contains { $0.isZombie }
        }
        #expect(areReaped, "\(server.servants)")
      }
      #expect(await server.end()["crashes"] == 0)
    }
  }

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
      let isComplete = await eventually(within: 60) {
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
      let areReaped = await eventually(within: 60) {
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
      #expect(ContinuousClock.now - start < .seconds(60))
      #expect(figures["cut"] >= 1 && figures["cut"] + figures["drained"] == 2, "\(figures)")
      #expect(!servants[0].process.isAlive)
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
      let outcome = await server.child.outcome(within: 60)
      expectNoCrash(outcome)
      #expect(outcome.status == 69, "\(outcome.status): \(outcome.errors)")
    }
  }

  @Test(arguments: ServedModel.ofProcesses)
  func aChildHoldsNothingButItsOwn(_ model: ServedModel) async throws {
    let endpoints = [ServedEndpoint.v4.text(), ServedEndpoint.unix.text()]
    try await ServedServer.lend(model, endpoints, clients: 4) { server in
      let atRest = server.process.family.reduce(into: Set()) { $0.formUnion($1.sockets) }
      let servants = try await Servant.several(4, of: server)
      for (number, servant) in servants.enumerated() {
        let process = servant.process
        let held = process.sockets
        for (other, foreign) in servants.enumerated() where other != number {
          #expect(held.isDisjoint(with: foreign.sockets), "\(held) and \(foreign.sockets)")
        }
        // Those that are to accept hold the listeners, and only they.
        if !model.hasFixedServants { #expect(held.isDisjoint(with: atRest), "\(held)") }
        #expect(process.descriptors.count <= 12, "\(process.descriptors)")
        #expect(process.threads == 1 || Scale.isReduced)
        // Of signals it may have a say in its own end, and in writing to nobody.
        #expect(process.ignoredSignals.isSubset(of: [SIGPIPE, SIGINT]))
        let usual: Set = [SIGHUP, SIGINT, SIGQUIT, SIGUSR2, SIGALRM, SIGCHLD, SIGCONT, SIGPIPE]
        #expect(process.caughtSignals.isDisjoint(with: usual), "\(process.caughtSignals)")
      }
    }
  }
}
