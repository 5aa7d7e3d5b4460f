internal import CLinux
internal import Glibc

/// Keeps other servers from replacing a Unix socket's file while this one looks at it, replaces it,
/// and begins to listen.
///
/// `bind(2)` makes the file, and only `listen(2)` makes it answer: in between, and between a look at
/// a dead file and its removal, a second server would take a living one's file for a dead one. The
/// lock is on the folder itself (`flock(2)`): no file of ours is left behind, and it goes with the
/// process. Where the folder may not be read, or cannot be locked, nobody is kept away; nor can
/// somebody who keeps it locked keep a server from starting.
package struct FolderLock {
  /// -1: there is no lock.
  private let descriptor: Int32

  /// Locks the folder that an endpoint's socket is in; nothing for one that makes no file.
  ///
  /// Blocks while somebody else has the lock, which is a matter of microseconds among servers.
  ///
  /// - Parameter patience: for how long; then it goes on without. In a folder for everybody, such as
  ///   /tmp, anybody may hold the lock, and for ever.
  package init(around endpoint: Endpoint, patience: Duration = .seconds(5)) {
    guard case .unix(let path) = endpoint, !path.hasPrefix("@") else {
      descriptor = -1
      return
    }
    descriptor = open(Self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    let deadline = MonotonicClock.nanoseconds + patience.nanosecondsClamped
    // Tried again and again: a call that waits could not be given a deadline.
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      // Anything else is a file system without locks.
      guard errno == EWOULDBLOCK || errno == EINTR else { return }
      guard MonotonicClock.nanoseconds < deadline else { return }
      usleep(2_000)
    }
  }

  /// Lets others go on; once.
  package func release() {
    guard descriptor >= 0 else { return }
    // A child that is just being forked has a copy, which would keep the lock.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
