internal import CLinux
internal import Glibc

/// The file that a listening Unix socket has made, known again by device and inode.
///
/// By its path alone it could not be told from one that a successor has put in its place.
package struct SocketFile: Sendable {
  private let path: String
  private let device: dev_t
  private let inode: ino_t

  /// The file at `path` as it is now, or `nil` if there is none.
  init?(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.path = path
    device = status.st_dev
    inode = status.st_ino
  }

  /// Removes the file, if it still is the one.
  package func remove() {
    guard let now = SocketFile(path), now.device == device, now.inode == inode else { return }
    _ = Glibc.unlink(path)
  }
}
