internal import CLinux
internal import Glibc

/// Why a process could not be sampled.
public struct ProcessStatisticsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What the kernel's file, directory or clock did not give.
  public enum Reason: Sendable, Equatable {
    /// A system call on it failed with this `errno`.
    ///
    /// `ENOENT` or `ESRCH`: the process is gone (or the kernel has no such file); `EACCES` or
    /// `EPERM`: it belongs to somebody else.
    case failed(errno: Int32)
    /// It was readable, but not in the form that proc(5) describes.
    case malformed
  }

  /// The file, such as `/proc/42/stat`, or the clock in words.
  public let path: String
  /// What went wrong with it.
  public let reason: Reason

  /// Makes the error of a system call that failed with `errno`.
  public init(path: String, errno: Int32) {
    self.path = path
    reason = .failed(errno: errno)
  }

  /// Makes the error of a file that is not in the form that proc(5) describes.
  package init(malformed path: String) {
    self.path = path
    reason = .malformed
  }

  /// One line that names the file and the reason.
  public var description: String {
    switch reason {
    case .failed(let errno):
      "cannot read \(path): \(String(cString: strerror(errno))) (errno \(errno))"
    case .malformed: "cannot understand \(path): not in the form that proc(5) describes"
    }
  }
}

/// Reads files and directories of /proc with plain system calls.
package enum ProcFile {
  /// The whole content of a file.
  ///
  /// Reads until the end is reported: a /proc file has no size and may come in pieces.
  package static func read(_ path: String) throws(ProcessStatisticsError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ProcessStatisticsError(path: path, errno: errno) }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let received = Glibc.read(descriptor, &chunk, chunk.count)
      if received < 0 {
        if errno == EINTR { continue }
        throw ProcessStatisticsError(path: path, errno: errno)
      }
      if received == 0 { return String(decoding: content, as: UTF8.self) }
      content += chunk[..<received]
    }
  }

  /// The names in a directory, without `.` and `..`.
  package static func list(_ path: String) throws(ProcessStatisticsError) -> [String] {
    guard let directory = opendir(path) else {
      throw ProcessStatisticsError(path: path, errno: errno)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while true {
      // The end and an error both give nil; only errno tells them apart (readdir(3)).
      errno = 0
      guard let entry = readdir(directory) else {
        if errno != 0 { throw ProcessStatisticsError(path: path, errno: errno) }
        return names
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
  }
}
