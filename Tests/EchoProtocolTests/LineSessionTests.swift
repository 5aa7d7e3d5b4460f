import CLinux
import Testing

@testable import EchoProtocol

struct LineSessionTests {
  /// Input, the replies to it, and the status after it.
  @Test(arguments: [
    ("", "", EchoStatus.open),
    ("\n", "\n", .open),
    ("\r\n", "\r\n", .open),
    ("abc\n", "ABC\n", .open),
    ("abc\r\n", "ABC\r\n", .open),
    ("a\rb\n", "A\rB\n", .open),
    ("a\r\r\n", "A\r\r\n", .open),
    ("a\n\nb\r\n", "A\n\nB\r\n", .open),
    ("abc", "", .open),
    ("abc\r", "", .open),
    ("exit\n", "EXIT\n", .ended),
    ("exit\r\n", "EXIT\r\n", .ended),
    ("a\nexit\nb\n", "A\nEXIT\n", .ended),
    ("exit", "", .open),
    ("Exit\n", "EXIT\n", .open),
    ("exit \n exit\nexit!\nexits\nexi\n", "EXIT \n EXIT\nEXIT!\nEXITS\nEXI\n", .open),
    ("exit\r\r\n", "EXIT\r\r\n", .open),
    ("12345678\n", "12345678\n", .open),
    ("12345678\r\n", "12345678\r\n", .open),
    ("12345678\r", "", .open),
    ("123456789", "", .failed(.frameTooLong(limit: 8))),
    ("123456789\n", "", .failed(.frameTooLong(limit: 8))),
    ("12345678\r\r", "", .failed(.frameTooLong(limit: 8))),
    ("a\n123456789\nb\n", "A\n", .failed(.frameTooLong(limit: 8))),
  ])
  func answersLines(input: String, output: String, status: EchoStatus) throws {
    for chain in ["upper", "identity"] {
      let prefix = String(decoding: input.utf8.prefix(output.utf8.count), as: UTF8.self)
      let expected = chain == "upper" ? output : prefix
      let whole = try Harness(.line, chain, limit: 8)
      #expect(whole.receive(input) == status)
      #expect(whole.replied() == expected)

      let bytewise = try Harness(.line, chain, limit: 8)
      for byte in input.utf8 where bytewise.status == .open {
        _ = bytewise.receive([byte])
      }
      #expect(bytewise.status == status)
      #expect(bytewise.replied() == expected)
    }
  }

  /// Input that is followed by its end, the replies, and the status.
  @Test(arguments: [
    ("", "", EchoStatus.ended),
    ("abc", "ABC", .ended),
    ("abc\r", "ABC\r", .ended),
    ("a\nb", "A\nB", .ended),
    ("exit", "EXIT", .ended),
    ("a\n", "A\n", .ended),
    ("12345678", "12345678", .ended),
    // Without its line feed the carriage return is payload, and one byte too many.
    ("12345678\r", "", .failed(.frameTooLong(limit: 8))),
  ])
  func answersALastLineWithoutTerminator(
    input: String, output: String, status: EchoStatus
  ) throws {
    let harness = try Harness(.line, "upper", limit: 8)
    #expect(harness.receive(input) == .open)
    #expect(harness.inputEnded() == status)
    #expect(harness.replied() == output)
    #expect(harness.inputEnded() == status)
  }

  @Test func identityPassesWholeLinesInOneSliceOfTheInput() throws {
    let harness = try Harness(.line)
    let input = Array("one\ntwo\r\n\nthr".utf8)
    let address = input.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    #expect(harness.receive(input) == .open)
    #expect(harness.sink.replySizes == [10])
    #expect(harness.sink.replyAddresses == [address])
    #expect(harness.bufferedBytes == 3)
    // What completes a held line leaves together with the lines after it.
    #expect(harness.receive("ee\nfour\n") == .open)
    #expect(harness.sink.replySizes == [10, 11])
    #expect(harness.replied() == "one\ntwo\r\n\nthree\nfour\n")
    #expect(harness.ownsNoBuffer)
  }

  @Test func aLargeSliceDoesNotOvertakeTheReplyBeforeIt() throws {
    let harness = try Harness(.line)
    let lines = String(repeating: "0123456789\n", count: 7000)
    #expect(harness.receive("ab") == .open)
    #expect(harness.receive("c\n" + lines) == .open)
    #expect(harness.sink.replySizes == [4, 77_000])
    #expect(harness.replied() == "abc\n" + lines)
  }

  @Test func sixteenPipelinedLinesLeaveInOneReply() throws {
    let harness = try Harness(.line, "upper")
    #expect(harness.receive(String(repeating: "hello\n", count: 16)) == .open)
    #expect(harness.sink.replySizes == [96])
  }

  @Test func anInlineTransformThatFailsEndsTheSession() throws {
    let harness = try Harness(.line, TransformChain([FailingTransform()]))
    #expect(harness.receive("a\nX\nb\n") == .failed(FailingTransform.error))
    #expect(harness.replied() == "a\n")
    #expect(harness.inputEnded() == .failed(FailingTransform.error))
    #expect(harness.isBetweenFrames)
  }

  @Test func aNeverEndingLineIsLookedAtOnce() throws {
    let piece = [UInt8](repeating: 0x61, count: 64)
    /// Processor time of this thread for 32,768 pieces, some of which end a line.
    func cost(_ harness: Harness, endingEvery period: Int) -> Int {
      let last = piece.dropLast() + [0x0A]
      let before = Self.processorNanoseconds
      for number in 1...1 << 15 {
        _ = harness.receive(number.isMultiple(of: period) ? Array(last) : piece)
      }
      return Self.processorNanoseconds - before
    }
    var (ended, held) = (Int.max, Int.max)
    // The best of three: a host that takes the processor away counts as time of this thread.
    for _ in 0..<3 {
      ended = min(ended, cost(try Harness(.line, "identity", limit: 1 << 22), endingEvery: 16))
      let harness = try Harness(.line, "identity", limit: 1 << 22)
      held = min(held, cost(harness, endingEvery: .max))
      #expect(harness.bufferedBytes == 1 << 21)
      #expect(harness.receive("\n") == .open)
      #expect(harness.sink.output.count == (1 << 21) + 1)
      #expect(harness.ownsNoBuffer)
    }
    // Looking at everything held each time would be 2³⁵ bytes.
    #expect(held < 6 * ended, "\(held) ns, and \(ended) ns for lines that end")
  }

  /// Other than on the wall's clock, what else the machine does does not count.
  private static var processorNanoseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
