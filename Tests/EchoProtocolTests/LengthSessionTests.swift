import Testing

@testable import EchoProtocol

struct LengthSessionTests {
  @Test(arguments: ["identity", "upper", "reverse"])
  func answersFramesHoweverTheyAreSplit(chain: String) throws {
    let payloads = ["HELLO", "", "A", "", "exit", String(repeating: "\n", count: 300)]
    let input = payloads.flatMap { framed($0) }
    let expected = payloads.flatMap {
      framed(chain == "identity" ? $0 : chain == "upper" ? $0.uppercased() : String($0.reversed()))
    }
    for size in [1, 2, 3, 4, 5, 7, 64, input.count] {
      let harness = try Harness(.length, chain)
      for start in stride(from: 0, to: input.count, by: size) {
        let piece = Array(input[start..<min(start + size, input.count)])
        #expect(harness.receive(piece) == .open)
      }
      #expect(harness.sink.output == expected)
      #expect(harness.ownsNoBuffer)
      #expect(harness.inputEnded() == .ended)
    }
  }

  @Test func theAnswersLengthIsItsOwn() throws {
    let harness = try Harness(.length, "sha256")
    harness.sink.admission = .done
    #expect(harness.receive(framed("abc")) == .open)
    #expect(harness.sink.output.count == 68)
    #expect(harness.sink.output.prefix(4) == [0, 0, 0, 64])
  }

  @Test(arguments: [9, 65_536, UInt32(Int32.max), UInt32.max])
  func anAnnouncementOverTheLimitFailsAtThePrefix(announced: UInt32) throws {
    let error = EchoError.announcedTooLong(announced: Int(announced), limit: 8)
    let whole = try Harness(.length, "identity", limit: 8)
    #expect(whole.receive(framed("ok") + framed("", announced: announced)) == .failed(error))
    #expect(whole.sink.output == framed("ok"))
    #expect(whole.ownsNoBuffer)

    let split = try Harness(.length, "identity", limit: 8)
    let prefix = framed("", announced: announced)
    #expect(split.receive(Array(prefix.prefix(3))) == .open)
    #expect(split.receive(Array(prefix.suffix(1))) == .failed(error))
    #expect(split.ownsNoBuffer)
  }

  @Test func anAnnouncementAloneReservesNothing() throws {
    let harness = try Harness(.length, "identity", limit: Int(Int32.max))
    #expect(harness.receive(framed("x", announced: UInt32(Int32.max))) == .open)
    #expect(harness.bufferedBytes == 5)
    #expect(harness.heldCapacity < 1024)
  }

  @Test(arguments: [
    ([0], EchoError.truncatedFrame(have: 1, announced: nil)),
    ([0, 0, 0], .truncatedFrame(have: 3, announced: nil)),
    ([0, 0, 0, 5], .truncatedFrame(have: 0, announced: 5)),
    ([0, 0, 0, 5, 1, 2, 3, 4], .truncatedFrame(have: 4, announced: 5)),
  ])
  func anEndWithinAFrameIsAnError(tail: [UInt8], error: EchoError) throws {
    let harness = try Harness(.length)
    #expect(harness.receive(framed("ok") + tail) == .open)
    #expect(!harness.isBetweenFrames)
    #expect(harness.inputEnded() == .failed(error))
    #expect(harness.sink.output == framed("ok"))
    #expect(harness.isBetweenFrames)
  }

  @Test func manyRepliesLeaveInRepliesOfBearableSize() throws {
    let harness = try Harness(.length, "upper", limit: 1 << 20)
    let frames = (0..<200).flatMap { _ in framed(String(repeating: "a", count: 1000)) }
    #expect(harness.receive(frames) == .open)
    #expect(harness.sink.output.count == frames.count)
    #expect(harness.sink.replySizes.count == 4)
    #expect(harness.sink.replySizes.allSatisfy { $0 < EchoWorkspace.gatherBytes + 1004 })
  }
}
