import Testing

@testable import EchoProtocol

/// A session is small, and what it needs at steady state it borrows.
struct MemoryTests {
  @Test func aSessionFitsACacheLine() {
    #expect(MemoryLayout<EchoSession>.stride <= 64)
    #expect(MemoryLayout<EchoStatus>.size <= 9)
  }

  @Test(arguments: [Framing.line, .length])
  func repliesAreMadeInTheSameBuffersEveryTime(framing: Framing) throws {
    let harness = try Harness(framing, "upper")
    let requests = (0..<16).flatMap { _ in
      harness.configuration.encode(request: [UInt8](repeating: 0x61, count: 64))
    }
    for _ in 0..<8 { _ = harness.receive(requests) }
    harness.sink.replyAddresses = []
    for _ in 0..<100 { _ = harness.receive(requests) }
    #expect(Set(harness.sink.replyAddresses).count <= 2)
    #expect(harness.ownsNoBuffer)
  }

  @Test func aPartialFrameIsHeldInABorrowedBuffer() throws {
    let harness = try Harness(.line, "upper")
    var addresses = Set<UInt>()
    for round in 0..<100 {
      _ = harness.receive("abc")
      let address = harness.session.held.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
      if round >= 8 { addresses.insert(address) }
      _ = harness.receive("def\n")
      #expect(harness.ownsNoBuffer)
    }
    #expect(addresses.count <= 2)
  }

  @Test func oneHugeFrameDoesNotStayInMemory() throws {
    let harness = try Harness(.length, "upper", limit: 1 << 23)
    let payload = [UInt8](repeating: 0x61, count: 1 << 22)
    let request = harness.configuration.encode(request: payload)
    #expect(harness.receive(Array(request.prefix(1 << 20))) == .open)
    #expect(harness.receive(Array(request.dropFirst(1 << 20))) == .open)
    #expect(harness.sink.output.count == request.count)
    #expect(harness.ownsNoBuffer)
    #expect(harness.repliesCapacity <= EchoWorkspace.keptBytes)
    #expect(harness.frameCapacity <= EchoWorkspace.keptBytes)
  }

  @Test func aSmallRemainderDoesNotKeepALargeBuffer() throws {
    let harness = try Harness(.line, "burn:0", limit: 1 << 20)
    harness.sink.nextAdmissions = [.refused]
    harness.sink.admission = .done
    let line = String(repeating: "a", count: 100_000) + "\n"
    #expect(harness.receive(line + "xyz") == .stalled)
    #expect(harness.resume() == .open)
    #expect(harness.bufferedBytes == 3)
    #expect(harness.heldCapacity <= EchoWorkspace.keptHoldingBytes)
  }
}
