import CLinux
import Sockets
import TestSupport
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
        let areReaped = await eventually {
          let children = server.servants
          return children.count == atRest && !children.contains { $0.isZombie }
        }
        #expect(areReaped, "\(server.servants)")
      }
      #expect(await server.end()["crashes"] == 0)
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
        // What a program is told something with is the program's alone, and it may have a say in
        // writing to nobody.
        let told: Set = [SIGHUP, SIGINT, SIGTERM, SIGUSR1]
        #expect(process.ignoredSignals.subtracting([SIGPIPE]) == told)
        let usual: Set = [SIGHUP, SIGINT, SIGQUIT, SIGUSR2, SIGALRM, SIGCHLD, SIGCONT, SIGPIPE]
        #expect(process.caughtSignals.isDisjoint(with: usual), "\(process.caughtSignals)")
      }
    }
  }
}
