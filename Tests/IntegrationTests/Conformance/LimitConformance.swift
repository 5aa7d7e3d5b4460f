import CLinux
import TestSupport
import Testing

/// Peers that are too many, leave too early, or come in a crowd.
struct LimitConformance {
  @Test(arguments: ServedModel.allCases)
  func whoIsOneTooManyWaitsOutside(_ model: ServedModel) async throws {
    try await ServedServer.lend(
      model, [ServedEndpoint.v4.text()], ["--max-connections", "2"], clients: 2
    ) { server in
      let endpoint = server.endpoints[0]
      let first = try Client(endpoint)
      let second = try Client(endpoint)
      for client in [first, second] {
        #expect(try await onThread { try client.echo("in") } == "in")
      }
      let third = try Client(endpoint)
      try third.send("waiting")
      for client in [first, second] {
        #expect(try await onThread { try client.echo("still") } == "still")
      }
      #expect(!third.hasInput)
      #expect(try await server.figures()["connections open"] == 2)
      try first.finish()
      #expect(try await onThread { try first.readToEnd() } == [])
      #expect(try await onThread { try third.read(7) } == Array("waiting".utf8))
      // Many more than there is room for: each has its turn.
      for client in [second, third] { try client.finish() }
      let turns = try await onThreads(20) { number in
        try Client(endpoint).exchange([UInt8(number)], seed: 0)
      }
      #expect(turns == (0..<20).map { [UInt8($0)] })
      try await server.waits { $0["connections open"] == 0 }
      #expect(await server.end()["accepted"] == 23)
    }
  }

  /// Where each client needs a descriptor, `accept(2)` fails with EMFILE.
  ///
  /// Other models have a limit of another kind. All of them go on.
  @Test(arguments: ServedModel.allCases)
  func runningOutOfDescriptors(_ model: ServedModel) async throws {
    let wrapper = [
      "bash", "--norc", "-c",
      #"ulimit -n 110; for fd in {20..99}; do eval "exec $fd</dev/null"; done; exec "$@""#, "bash",
    ]
    try await ServedServer.lend(model, [ServedEndpoint.v4.text()], wrapper: wrapper) { server in
      let endpoint = server.endpoints[0]
      let crowd = try await onThread { try (0..<60).map { _ in try Client(endpoint) } }
      if !model.isProcessModel && !model.hasFixedServants {
        let hasRunOut = await server.child.waits { $0.contains("have run out") }
        #expect(hasRunOut, "\(server.child.errors)")
      }
      // Who is at the limit waits, and does not spin.
      let before = server.process.ticks
      let start = ContinuousClock.now
      try await Task.sleep(for: .milliseconds(500))
      let spent = Double(server.process.ticks - before)
      // A busy machine lets it wait longer than that, and this one sleep.
      let waited = (ContinuousClock.now - start) / .seconds(1)
      #expect(spent < 20 * waited + 10, "\(spent) hundredths of \(waited) s of waiting")
      for client in crowd { try client.finish() }
      let ends = try await onThread { try crowd.count { try $0.readToEnd() == [] } }
      #expect(ends == crowd.count)
      #expect(try await onThread { try Client(endpoint).exchange([7], seed: 0) } == [7])
      try await server.waits { $0["connections open"] == 0 }
      #expect(await server.end()["accepted"] == 61)
    }
  }

  /// In the middle of a frame, with frames in work, with a reply unread.
  @Test(arguments: ServedModel.allCases)
  func resetsHarmNobody(_ model: ServedModel) async throws {
    let queries = ["framing=line", "framing=line&transform=wait:100000", "framing=line"]
    let words = ["half a li", String(repeating: "lost\n", count: 20), "unread\n"]
    let endpoints = queries.map { ServedEndpoint.v4.text($0) }
    try await ServedServer.lend(model, endpoints, ["--quiet"]) { server in
      let endpoints = server.endpoints
      let bystander = try Client(endpoints[0])
      #expect(try await onThread { try bystander.echo("before\n") } == "before\n")
      let echoed = try await onThreads(3) { number in
        let rude = try Client(endpoints[number])
        let echoed = try rude.echo("a\n") == "a\n"
        try rude.send(words[number])
        // Its answer is there, so that the frame is nobody's any more.
        if number == 2 { while !rude.hasInput { usleep(1000) } }
        try rude.reset()
        return echoed
      }
      #expect(echoed == [true, true, true])
      #expect(try await onThread { try bystander.echo("behind\n") } == "behind\n")
      try await server.waits { $0["connections open"] == 1 }
      try bystander.finish()
      #expect(try await onThread { try bystander.readToEnd() } == [])
      try await server.waits { $0["connections open"] == 0 }
      let figures = await server.end()
      #expect(figures["failed"] == 3 && figures["accepted"] == 4, "\(figures)")
    }
  }
}
