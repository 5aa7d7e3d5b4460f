import Testing

@testable import EchoProtocol

struct RawSessionTests {
  @Test func identityPassesTheReadersOwnBytes() throws {
    let harness = try Harness(.raw)
    let input = [UInt8](repeating: 0xA5, count: 100_000)
    let address = input.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    #expect(harness.receive(input) == .open)
    #expect(harness.sink.replySizes == [100_000])
    #expect(harness.sink.replyAddresses == [address])
    #expect(harness.isBetweenFrames)
    #expect(harness.inputEnded() == .ended)
  }

  @Test func nothingIsSpecial() throws {
    let harness = try Harness(.raw)
    #expect(harness.receive("exit\n\0\r\n") == .open)
    #expect(harness.receive("") == .open)
    #expect(harness.replied() == "exit\n\0\r\n")
    #expect(harness.sink.replySizes.count == 1)
  }

  @Test func inlineTransformsAnswerEachReadInOneReply() throws {
    let harness = try Harness(.raw, "upper,rot13")
    #expect(harness.receive("abc") == .open)
    #expect(harness.receive("Nop") == .open)
    #expect(harness.replied() == "NOPABC")
    #expect(harness.sink.replySizes == [3, 3])
  }

  @Test func readsAreTransformedInPiecesOfTheLimit() throws {
    let harness = try Harness(.raw, "burn:0", limit: 4)
    #expect(harness.receive("abcdefghij") == .open)
    #expect(harness.sink.jobs.map(\.frame.count) == [4, 4, 2])
    #expect(harness.complete(2) == .open)
    #expect(harness.complete(0) == .open)
    #expect(harness.complete(0) == .open)
    #expect(harness.replied() == "abcdefghij")
  }

  @Test func aRefusedReadIsHeldWhole() throws {
    let harness = try Harness(.raw, "wait:0", limit: 4)
    harness.sink.nextAdmissions = [.accepted, .refused]
    #expect(harness.receive("abcdef") == .stalled)
    #expect(harness.bufferedBytes == 2)
    #expect(harness.complete() == .stalled)
    #expect(harness.resume() == .open)
    #expect(harness.bufferedBytes == 0)
    #expect(harness.inputEnded() == .ending)
    #expect(harness.complete() == .ended)
    #expect(harness.replied() == "abcdef")
  }
}
