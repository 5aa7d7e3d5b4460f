import EchoServers
import Reactor
import Sockets
import Stress
import Testing

/// Servers that get it wrong are found out, and the report says how.
struct WrongServerTests {
  /// The 300th byte of each connection is wrong: reply 4, byte 43.
  @Test(arguments: [1, 3, 16])
  func aWrongByteIsShownWhereItIs(_ pipeline: Int) async throws {
    let wrongAt = 4 * 64 + 43
    let counts = Locked<[ConnectionID: Int]>([:])
    try await withServer({ connection, received in
      var bytes = received
      let before = counts.withLock { counts in
        defer { counts[connection.id, default: 0] += bytes.count }
        return counts[connection.id, default: 0]
      }
      if (before..<before + bytes.count).contains(wrongAt) { bytes[wrongAt - before] ^= 0xFF }
      connection.send(bytes)
    }) { endpoint in
      let report = try await load(.short(endpoint, connections: 1, pipeline: pipeline))
      #expect(report.mismatches == 1)
      #expect(report.errors == 0)
      #expect(!report.isClean)
      #expect(report.messagesInAll == 4, "the replies before it are right")
      let mismatch = try #require(report.firstMismatch)
      #expect(mismatch.message == 4)
      #expect(mismatch.offset == 43)
      #expect(mismatch.expected.count == 16 && mismatch.received.count == 16)
      #expect(mismatch.received.first == mismatch.expected.first.map { $0 ^ 0xFF })
      #expect(mismatch.received.dropFirst() == mismatch.expected.dropFirst())
      let hex = mismatch.expected[0] < 16 ? "0" : ""
      #expect(
        mismatch.description.hasPrefix(
          "reply 4, byte 43: expected \(hex)\(String(mismatch.expected[0], radix: 16)) "))
    }
  }

  @Test(arguments: [1, 4])
  func aDoubledReplyIsOneThatNobodyAskedFor(_ pipeline: Int) async throws {
    try await withServer({ connection, bytes in connection.send(bytes + bytes) }) { endpoint in
      let report = try await load(.short(endpoint, connections: 1, pipeline: pipeline))
      #expect(report.mismatches == 1)
      #expect(report.messagesInAll == pipeline)
      let mismatch = try #require(report.firstMismatch)
      #expect(mismatch.message == pipeline)
      #expect(mismatch.expected.isEmpty)
      #expect(!mismatch.received.isEmpty && mismatch.received.count <= 16)
      #expect(mismatch.description.contains("expected nothing"))
    }
  }

  /// What comes is even what the next reply would be, only too early.
  @Test func aByteTooManyIsFoundEvenIfItIsTheRightOne() async throws {
    // A cycle of one byte values would repeat: the server answers with what it has learnt.
    let first = Locked<[UInt8]>([])
    let round = Locked(0)
    try await withServer({ connection, bytes in
      let now = round.withLock { round in
        round += 1
        return round
      }
      if now == 1 { first.withLock { $0 = bytes } }
      connection.send(now == 2 ? bytes + [0, 1, 2] : bytes)
    }) { endpoint in
      let report = try await load(.short(endpoint, connections: 1, size: 20_000))
      #expect(report.mismatches == 1)
      let mismatch = try #require(report.firstMismatch)
      #expect(mismatch.received.count <= 16)
    }
  }

  @Test func aGreetingIsAMismatch() async throws {
    try await withServer(
      { $0.send($1) }, welcome: { $0.send(Array("220 hello\r\n".utf8)) }
    ) { endpoint in
      let report = try await load(.short(endpoint, connections: 3))
      #expect(report.mismatches == 3)
      #expect(report.firstMismatch?.message == 0)
      #expect(report.firstMismatch?.offset == 0)
      #expect(report.messages == 0)
    }
  }

  @Test func oneThatClosesEarlyIsAnError() async throws {
    try await withServer({ connection, bytes in
      connection.send(Array(bytes.prefix(10)))
      connection.finish()
    }) { endpoint in
      let report = try await load(.short(endpoint, connections: 3))
      #expect(report.errorsByCause == [.closedEarly: 3])
      #expect(report.endedEarly)
    }
  }

  /// Some connections are closed while others are still being opened: those count too.
  @Test func oneThatClosesAtOnceIsAnErrorOfEveryConnection() async throws {
    try await withServer({ _, _ in }, welcome: { $0.finish() }) { endpoint in
      let report = try await load(.short(endpoint, connections: 200))
      #expect(!report.isClean)
      #expect(report.errors == 200, "\(report.errorsByCause)")
    }
  }

  @Test func oneThatResetsIsAnError() async throws {
    try await withServer({ connection, _ in connection.abort() }) { endpoint in
      let report = try await load(.short(endpoint, connections: 3, size: 200_000))
      #expect(report.errors == 3, "\(report.errorsByCause)")
      #expect(report.mismatches == 0)
    }
  }

  @Test func oneThatStaysSilentTimesOut() async throws {
    try await withServer({ _, _ in }) { endpoint in
      var plan = StressPlan.short(endpoint, connections: 3)
      plan.replyTimeout = .milliseconds(300)
      let report = try await load(plan)
      #expect(report.errorsByCause == [.timeout: 3])
      #expect(report.endedEarly)
    }
  }

  @Test func oneThatRefusesIsNoLoadAtAll() async throws {
    // Nobody's address: the port of a server that has gone may be another test's by now.
    let endpoint = Endpoint.tcp("127.88.99.77", port: 1)
    let error = await #expect(throws: StressError.self) { try await load(.short(endpoint)) }
    guard case .cannotConnect(let reason)? = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect("\(reason)".contains("ECONNREFUSED"))
    #expect("\(reason)".contains("\(endpoint)"))
  }
}
