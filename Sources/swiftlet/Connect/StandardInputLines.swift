import Glibc

/// The lines of standard input as the bytes they are: neither text nor its line ends are repaired,
/// as `readLine` would do.
final class StandardInputLines {
  private var buffer: UnsafeMutablePointer<CChar>?
  private var capacity = 0
  private let stream = fdopen(STDIN_FILENO, "r")

  deinit { free(buffer) }

  /// The next line without its line feed, or nil at the end.
  ///
  /// Blocks.
  func next() -> [UInt8]? {
    guard let stream else { return nil }
    let count = getline(&buffer, &capacity, stream)
    guard count > 0, let buffer else { return nil }
    // getline(3) owns the memory until the next call; it is copied before.
    var line = UnsafeRawBufferPointer(start: buffer, count: count)[...]
    if line.last == UInt8(ascii: "\n") { line = line.dropLast() }
    return Array(line)
  }
}
