import TestSupport
import Testing

/// Peers that never read, and peers that never speak.
struct PatienceConformance {
  /// It is sent what the kernel takes and what the mark allows, then nothing is read from it any
  /// more, then it is cut.
  @Test(arguments: ServedModel.allCases)
  func whoNeverReadsIsCutAndCostsLittle(_ model: ServedModel) async throws {
    let endpoints = [ServedEndpoint.v4.text(), ServedEndpoint.unix.text()]
    let options = ["--write-stall-timeout", "700ms", "--quiet"]
    try await ServedServer.lend(model, endpoints, options) { server in
      let endpoints = server.endpoints
      let bystander = try Client(endpoints[0])
      #expect(try await onThread { try bystander.echo("before") } == "before")
      let memory = server.process.peakMemory
      async let deaf = onThreads(2) { number -> Bool in
        let client = try Client(endpoints[number])
        let bytes = [UInt8](repeating: 1, count: 1 << 20)
        // It is cut in the end: until then this blocks.
        for _ in 0..<1000 { if (try? client.send(bytes)) == nil { return true } }
        return false
      }
      // Not those that are open: they may be cut before anybody has looked.
      try await server.waits { $0["connections accepted"] == 3 }
      #expect(try await onThread { try bystander.echo("meanwhile") } == "meanwhile")
      #expect(try await deaf == [true, true], "a gigabyte went to a peer that reads nothing")
      #expect(try await onThread { try bystander.echo("behind") } == "behind")
      try await server.waits { $0["connections open"] == 1 }
      if !Scale.isReduced { #expect(server.process.peakMemory - memory < 32 << 20) }
      try bystander.finish()
      #expect(try await onThread { try bystander.readToEnd() } == [])
      let figures = await server.end()
      #expect(figures["write_stalls"] == 2 && figures["accepted"] == 3, "\(figures)")
      // For each of the two: the mark and what one read brings, twice.
      #expect(figures["received_bytes"] - figures["sent_bytes"] <= 512 << 10, "\(figures)")
    }
  }

  @Test(arguments: ServedModel.allCases)
  func whoSaysNothingIsClosedAndWhoWaitsForAnAnswerIsNot(_ model: ServedModel) async throws {
    let endpoints = [
      ServedEndpoint.v4.text(),
      ServedEndpoint.v4.text("framing=line&transform=wait:10000000,wait:10000000"),
    ]
    try await ServedServer.lend(model, endpoints, ["--idle-timeout", "10s"]) { server in
      let endpoints = server.endpoints
      async let answer = onThread { try Client(endpoints[1]).echo("patience\n") }
      async let silence = onThreads(3) { number in
        let client = try Client(endpoints[number % 2])
        if number == 1 { try client.send("half a line") }
        return try client.receive()
      }
      #expect(try await silence == [[], [], []], "a silent peer's connection has a clear end")
      #expect(try await answer == "patience\n")
      try await server.waits { $0["connections idle for too long"] >= 3 }
      let figures = await server.end()
      #expect(figures["idle_timeouts"] >= 3 && figures["accepted"] == 4, "\(figures)")
      #expect(figures["failed"] == 0, "\(figures)")
    }
  }
}
