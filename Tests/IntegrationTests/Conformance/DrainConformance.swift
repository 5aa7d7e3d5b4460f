import CLinux
import Sockets
import TestSupport
import Testing

/// SIGTERM lets everything finish that has begun; it cuts only when the time is up, or when it
/// comes again.
struct DrainConformance {
  private static let lines = Scale.isReduced ? 2_048 : 8_192

  /// Fifteen minutes of work: longer than any machine needs to cut a connection and end.
  private static let endless =
    "framing=line&transform=" + Array(repeating: "wait:10000000", count: 90).joined(separator: ",")

  /// Waits until nobody can come any more; not for ever, as that is no part of the contract.
  private static func closing(_ server: ServedServer) async {
    _ = await server.child.waits { $0.contains("draining") }
    for case .unix(let path) in server.endpoints {
      _ = await eventually(within: .seconds(5)) { access(path, F_OK) != 0 }
    }
  }

  @Test(arguments: ServedModel.allCases)
  func whatIsInFlightCompletes(_ model: ServedModel) async throws {
    let endpoints = [
      ServedEndpoint.v4.text("framing=line&transform=wait:150000"),
      ServedEndpoint.v4.text("framing=line&transform=sha256"),
      ServedEndpoint.v4.text("framing=line"), ServedEndpoint.v4.text(), ServedEndpoint.unix.text(),
    ]
    let options = ["--drain-timeout", "300s"]
    try await ServedServer.lend(model, endpoints, options, clients: 8) { server in
      let clients = try server.endpoints.map { try Client($0) }
      let (working, owed, amid, silent) = (clients[0], clients[1], clients[2], clients[3])
      #expect(try await onThread { try amid.echo("whole\n") } == "whole\n")
      #expect(try await onThread { try silent.echo("then nothing") } == "then nothing")
      try amid.send("hal")
      try working.send("one\ntwo\nthree\n")
      try owed.send([UInt8](repeating: 10, count: Self.lines))
      // Sent, but perhaps not even accepted: a model may have fewer servants than this.
      let waiting = try [3, 4].flatMap { number in
        try (0..<15).map { _ in
          let client = try Client(server.endpoints[number])
          try client.send([UInt8](repeating: 7, count: 1000))
          return client
        }
      }
      server.child.signal(SIGTERM)
      await Self.closing(server)
      try amid.send("f\n")
      #expect(try await onThread { try amid.readToEnd() } == Array("half\n".utf8))
      #expect(try await onThread { try working.readToEnd() } == Array("one\ntwo\nthree\n".utf8))
      #expect(try await onThread { try owed.readToEnd().count } == Self.lines * 65)
      #expect(try await onThread { try silent.readToEnd() } == [])
      let served = try await onThread {
        try waiting.count { try $0.readToEnd() == [UInt8](repeating: 7, count: 1000) }
      }
      #expect(served == waiting.count)
      let figures = await server.end(nil)
      let total = clients.count + waiting.count
      #expect(figures["drained"] == total && figures["cut"] == 0, "\(figures)")
      #expect(figures["accepted"] == total && figures["failed"] == 0, "\(figures)")
    }
  }

  @Test(arguments: ServedModel.allCases)
  func whenTheTimeIsUpTheRestIsCutAndSaidSo(_ model: ServedModel) async throws {
    let endpoints = [ServedEndpoint.v4.text(Self.endless), ServedEndpoint.unix.text()]
    try await ServedServer.lend(model, endpoints, ["--drain-timeout", "300ms"]) { server in
      let stuck = try Client(server.endpoints[0])
      let idle = try Client(server.endpoints[1])
      #expect(try await onThread { try idle.echo("in") } == "in")
      try stuck.send("never answered\n")
      try await server.waits { $0["connections open"] == 2 && $0["bytes received"] == 17 }
      async let end = onThread {
        defer { try? idle.finish() }
        return try idle.readToEnd()
      }
      let start = ContinuousClock.now
      let figures = await server.end()
      #expect(ContinuousClock.now - start < .seconds(600), "it waited for work nobody wants")
      #expect(try await end == [])
      // On a busy machine the time may be up before the other one has answered the server's end.
      #expect(figures["cut"] >= 1 && figures["cut"] + figures["drained"] == 2, "\(figures)")
      #expect(await (try? onThread { stuck.readUntilItBreaks() }) == [])
    }
  }

  @Test(arguments: ServedModel.allCases)
  func aSecondSignalCutsAtOnce(_ model: ServedModel) async throws {
    let endpoints = [ServedEndpoint.v4.text(Self.endless), ServedEndpoint.unix.text()]
    try await ServedServer.lend(model, endpoints, ["--drain-timeout", "600s"]) { server in
      let stuck = try Client(server.endpoints[0])
      try stuck.send("a\nb\nc\n")
      try await server.waits { $0["bytes received"] > 0 }
      server.child.signal(SIGTERM)
      await Self.closing(server)
      let start = ContinuousClock.now
      let figures = await server.end(SIGTERM)
      #expect(ContinuousClock.now - start < .seconds(600), "it waited for work nobody wants")
      #expect(figures["cut"] == 1 && figures["drained"] == 0, "\(figures)")
      #expect(await (try? onThread { stuck.readUntilItBreaks() }) == [])
    }
  }

  /// A queue that is never empty must not keep a drain from its end.
  @Test(arguments: ServedModel.allCases)
  func clientsThatComeAgainAndAgain(_ model: ServedModel) async throws {
    let endpoint = ServedEndpoint.v4.text("framing=line&transform=wait:2000")
    let options = ["--drain-timeout", "600s"]
    try await ServedServer.lend(model, [endpoint], options, clients: 2) { server in
      let endpoint = server.endpoints[0]
      async let visits: [Void] = onThreads(8) { _ in
        // Until it is refused, or let in too late to be served.
        while let client = try? Client(endpoint), (try? client.echo("a\n")) == "a\n" {}
      }
      try await server.waits { $0["connections accepted"] > 20 }
      let start = ContinuousClock.now
      let figures = await server.end()
      #expect(ContinuousClock.now - start < .seconds(300), "it ended with its limit")
      #expect(figures["cut"] == 0 && figures["failed"] == 0, "\(figures)")
      _ = try await visits
    }
  }
}
