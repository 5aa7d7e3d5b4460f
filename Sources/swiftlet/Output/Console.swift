import CLinux
import Glibc
import Sockets

/// Where the program speaks: results to standard output, everything else to standard error.
///
/// Safe to use from any thread; each call is written whole before the next. Nothing is buffered,
/// so a script sees `listening on …` when it is true.
final class Console: Sendable {
  /// Takes bytes to their stream; the result is 0 or an errno.
  typealias Sink = @Sendable ([UInt8]) -> CInt

  /// What standard output can do: colour, redraw.
  let outputTerminal: Terminal

  /// What standard error can do; asked each time, because a window changes its size.
  var errorTerminal: Terminal { askErrorTerminal() }

  private let askErrorTerminal: @Sendable () -> Terminal
  private let outputSink: Sink
  private let errorSink: Sink

  /// The errno of the first failed write to standard output, after which nothing more is written.
  ///
  /// Half of a result with a hole in it is worse than the first half.
  private let outputErrno = Locked<CInt>(0)

  init(
    outputTerminal: Terminal = .none,
    errorTerminal: @autoclosure @escaping @Sendable () -> Terminal = .none,
    output: @escaping Sink, error: @escaping Sink
  ) {
    self.outputTerminal = outputTerminal
    askErrorTerminal = errorTerminal
    outputSink = output
    errorSink = error
  }

  /// The streams of the process.
  static let standard = Console(
    outputTerminal: .of(descriptor: STDOUT_FILENO), errorTerminal: .of(descriptor: STDERR_FILENO),
    output: { Console.write($0, to: STDOUT_FILENO) },
    error: { Console.write($0, to: STDERR_FILENO) })

  /// Writes a result.
  func output(_ text: String) { output(bytes: Array(text.utf8)) }

  /// Writes bytes that may be anything.
  func output(bytes: [UInt8]) {
    outputErrno.withLock { failed in
      if failed == 0 { failed = outputSink(bytes) }
    }
  }

  /// Writes what is not a result: a message, a log line, progress.
  ///
  /// Nobody is left to be told when that fails.
  func error(_ text: String) {
    _ = errorSink(Array(text.utf8))
  }

  /// Why standard output could not be written, in words; `nil` if it could, or if its reader
  /// left, which is how `head` says that it has had enough.
  var outputFailure: String? {
    let failed = outputErrno.withLock { $0 }
    return failed == 0 || failed == EPIPE ? nil : String(cString: strerror(failed))
  }

  /// Whether the reader of standard output has left.
  var hasLostReader: Bool { outputErrno.withLock { $0 == EPIPE } }

  private static func write(_ bytes: [UInt8], to descriptor: CInt) -> CInt {
    bytes.withUnsafeBytes { bytes in
      // The pointer is used within this closure alone.
      var written = 0
      while written < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno != EINTR { return errno }
        written += max(0, count)
      }
      return 0
    }
  }
}
