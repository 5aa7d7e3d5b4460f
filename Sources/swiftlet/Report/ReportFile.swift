import CLinux
import Glibc
import Sockets

/// A file that a report is going to be written to, opened before there is anything to report: a
/// path that cannot be written costs no run.
///
/// A new file beside the path takes what is written, and its name only when all of it is on disk:
/// what the path held before is lost neither to a run that is aborted nor to a full disk, and
/// nobody ever reads half of a report. What is no regular file (`/dev/null`, a FIFO) cannot be
/// replaced like that and is written as it is.
final class ReportFile: Sendable {
  private let path: String
  /// The new file's name; `nil` where there is none.
  private let temporary: String?
  private let descriptor: Descriptor
  private let isDone = Locked(false)

  /// Opens a path for writing.
  init(creating path: String) throws(CommandError) {
    self.path = path
    var status = stat()
    let exists = stat(path, &status) == 0
    // `/dev/stdout` may lead to a regular file, but to one that somebody has open.
    let isDevice = path.hasPrefix("/dev/") || path.hasPrefix("/proc/")
    if exists, isDevice || status.st_mode & S_IFMT != S_IFREG {
      temporary = nil
      descriptor = try Self.open(path, O_WRONLY | O_APPEND, path)
      return
    }
    // Two paths may be the same file in other words: each has a new file of its own.
    let name = "\(Self.realName(path)).part-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    temporary = name
    descriptor = try Self.open(name, O_WRONLY | O_CREAT | O_EXCL, path)
    if exists { fchmod(descriptor.rawValue, status.st_mode & 0o7777) }
  }

  deinit { discard() }

  /// Writes all there is to write, and gives the file its name.
  func write(_ text: String) throws(CommandError) {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(descriptor.rawValue, $0.baseAddress, $0.count)
      }
      if count < 0, errno != EINTR { throw Self.failure("write", path) }
      written += max(0, count)
    }
    guard let temporary else { return }
    // A disk that is full or broken says so here at the latest.
    guard fsync(descriptor.rawValue) == 0 else { throw Self.failure("write", path) }
    guard rename(temporary, Self.realName(path)) == 0 else { throw Self.failure("write", path) }
    isDone.withLock { $0 = true }
  }

  /// Leaves the path as it was; may be called from any thread.
  func discard() {
    guard let temporary else { return }
    isDone.withLock { isDone in
      if !isDone { unlink(temporary) }
      isDone = true
    }
  }

  /// A link stays a link: what it leads to is what is written.
  private static func realName(_ path: String) -> String {
    realpath(path, nil).map { resolved in
      defer { free(resolved) }
      return String(cString: resolved)
    } ?? path
  }

  private static func open(
    _ name: String, _ flags: CInt, _ path: String
  ) throws(CommandError) -> Descriptor {
    let number = Glibc.open(name, flags | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw failure("create", path) }
    return Descriptor(owning: number)
  }

  private static func failure(_ operation: String, _ path: String) -> CommandError {
    .unavailable("cannot \(operation) '\(path)': \(String(cString: strerror(errno)))")
  }
}
