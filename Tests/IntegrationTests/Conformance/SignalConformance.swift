import CLinux
import Sockets
import TestSupport
import Testing

/// Signals as an operator, a terminal and a service manager send them.
struct SignalConformance {
  @Test(arguments: ServedModel.allCases)
  func aSignalRightAtTheStart(_ model: ServedModel) async throws {
    try await ServerSlots.shared.lend {
      for delay in [0, 2, 5, 10, 20, 40] {
        let endpoint = ServedEndpoint.unix.text()
        let child = try ChildProcess(
          Swiftlet.path, ["serve", "--json", endpoint] + model.options(forClients: 3))
        let traces = ServerTraces()
        try await Task.sleep(for: .milliseconds(delay))
        child.signal(SIGTERM)
        traces.look(at: ProcessView(pid: child.pid))
        let outcome = await child.outcome()
        // Before it asks for signals, its end is the kernel's doing; and then it has not begun.
        #expect(outcome.status == 0 || outcome.status == 128 + SIGTERM, "\(outcome.status)")
        if outcome.status == 0 {
          #expect(outcome.text.contains(#""drained":0"#), "\(outcome.text)")
        }
        #expect(access(String(endpoint.dropFirst("unix:".count)), F_OK) != 0, "after \(delay) ms")
        await traces.expectNone()
      }
    }
    // As soon as it listens; `lend` sends it.
    try await ServedServer.lend(model, [ServedEndpoint.v4.text()]) { _ in }
  }

  /// A terminal sends Ctrl-C to every process of the group, and `killall` whatever it is told.
  @Test(arguments: ServedModel.allCases, [SIGINT, SIGTERM])
  func aSignalToTheWholeGroupDrains(_ model: ServedModel, _ signal: Int32) async throws {
    let endpoint = ServedEndpoint.v4.text("framing=line&transform=wait:300000")
    try await ServedServer.lend(
      model, [endpoint], ["--drain-timeout", "300s"], wrapper: ["setsid"]
    ) { server in
      let clients = try (0..<3).map { _ in try Client(server.endpoints[0]) }
      for client in clients { try client.send("one\ntwo") }
      try await server.waits { $0["connections open"] == 3 }
      #expect(getpgid(server.child.pid) == server.child.pid)
      kill(-server.child.pid, signal)
      for client in clients { try client.finish() }
      let replies = try await onThread { try clients.map { try $0.readToEnd() } }
      #expect(replies.allSatisfy { $0 == Array("one\ntwo".utf8) }, "\(replies)")
      let figures = await server.end(nil)
      #expect(figures["drained"] == 3 && figures["cut"] == 0, "\(figures)")
      #expect(figures["crashes"] == 0, "\(figures)")
    }
  }

  /// As a service manager does it, and `pkill`: to each of its processes, whatever their groups.
  @Test(arguments: ServedModel.allCases, [SIGTERM, SIGINT])
  func aSignalToEveryProcessDrains(_ model: ServedModel, _ signal: Int32) async throws {
    let endpoint = ServedEndpoint.v4.text("framing=line")
    try await ServedServer.lend(model, [endpoint], ["--drain-timeout", "600s"]) { server in
      let client = try Client(server.endpoints[0])
      try client.send("one\ntw")
      try await server.waits { $0["connections open"] == 1 && $0["bytes received"] == 6 }
      // Of these only the program ends by itself, which it is told last.
      let family = server.process.descendants
      for process in family {
        for number in [SIGHUP, SIGUSR1, signal] { kill(process.pid, number) }
      }
      server.child.signal(signal)
      #expect(await server.child.waits { $0.contains("draining 1 connections") })
      try client.send("o\n")
      #expect(try await onThread { try client.readToEnd() } == Array("one\ntwo\n".utf8))
      let figures = await server.end(nil)
      #expect(figures["drained"] == 1 && figures["cut"] == 0, "\(figures)")
      #expect(figures["crashes"] == 0 && figures["failed"] == 0, "\(figures)")
    }
  }

  @Test(arguments: ServedModel.allCases)
  func userSignalOneReportsAndGoesOn(_ model: ServedModel) async throws {
    let endpoint = ServedEndpoint.v4.text("framing=line&transform=sha256")
    try await ServedServer.lend(model, [endpoint]) { server in
      let clients = try (0..<3).map { _ in try Client(server.endpoints[0]) }
      for round in 1...3 {
        for client in clients {
          #expect(
            try await onThread {
              try client.send("a\n"); return try client.read(65).count
            } == 65)
        }
        try await server.waits {
          $0["connections accepted"] == 3 && $0["connections open"] == 3
            && $0["bytes received"] == 6 * round && $0["bytes sent"] == 195 * round
        }
      }
    }
  }

  /// It can clean up nothing, and yet nobody lives on.
  @Test(arguments: ServedModel.allCases)
  func whenTheServerIsKilledNobodyLivesOn(_ model: ServedModel) async throws {
    let endpoints = [
      ServedEndpoint.v4.text("framing=line&transform=wait:10000000,wait:10000000"),
      ServedEndpoint.v4.text(),
    ]
    try await ServedServer.lend(model, endpoints) { server in
      let clients = try server.endpoints.map { try Client($0) }
      try clients[0].send("a\n")
      #expect(try await onThread { try clients[1].echo("in") } == "in")
      try await server.waits { $0["connections open"] == 2 && $0["bytes received"] == 4 }
      let traces = ServerTraces()
      traces.look(at: server.process)
      await server.kill()
      let heard = try await onThread { clients.map { $0.readUntilItBreaks() } }
      #expect(heard == [[], []])
      await traces.expectNone()
    }
  }
}
