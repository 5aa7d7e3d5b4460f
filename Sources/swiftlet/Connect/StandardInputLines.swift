import CLinux
import Sockets

/// The lines of standard input as the bytes they are: neither text nor its line ends are repaired,
/// as `readLine` would do.
///
/// For one thread.
final class StandardInputLines {
  /// What has been read and not handed out.
  private var bytes: [UInt8] = []
  /// Where the next line begins in it.
  private var start = 0
  private var hasEnded = false

  /// Call it on the thread that reads.
  init() {
    // Of a reader in the background that blocks it the kernel thinks that it would rather have an
    // error (EIO) than be stopped until it is in the foreground.
    var stop = TerminalSignals.mask(of: [SIGTTIN])
    pthread_sigmask(SIG_UNBLOCK, &stop, nil)
  }

  /// The next line without its line feed, or nil at the end.
  ///
  /// Blocks.
  ///
  /// - Throws: why there is no telling what comes next; a line that has begun is not handed out.
  func next() throws(Errno) -> [UInt8]? {
    var searched = start
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return Array(bytes[start..<end])
      }
      if hasEnded {
        defer { start = bytes.count }
        return start < bytes.count ? Array(bytes[start...]) : nil
      }
      bytes.removeFirst(start)
      start = 0
      searched = bytes.count
      try readMore()
    }
  }

  private func readMore() throws(Errno) {
    let before = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: 1 << 14))
    let count = bytes.withUnsafeMutableBytes { bytes in
      read(STDIN_FILENO, bytes.baseAddress! + before, bytes.count - before)
    }
    let errno = Errno.last
    bytes.removeLast(bytes.count - before - max(0, count))
    if count == 0 { hasEnded = true }
    guard count < 0, errno != .interrupted else { return }
    guard errno == .wouldBlock else { throw errno }
    // Whoever shares it with us has made it non-blocking.
    var watched = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    _ = poll(&watched, 1, -1)
  }
}
