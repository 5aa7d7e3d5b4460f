import CLinux
import Glibc

/// A file that is read whole.
enum InputFile {
  /// The bytes of a file.
  ///
  /// - Throws: naming the file and the reason.
  static func bytes(of path: String) throws(CommandError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  private static func failure(_ path: String) -> CommandError {
    .unavailable("cannot read '\(path)': \(String(cString: strerror(errno)))")
  }
}
