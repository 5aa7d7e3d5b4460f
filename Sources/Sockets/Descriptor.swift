internal import CLinux
internal import Glibc

/// An open file descriptor with exactly one owner: it cannot be copied, and it is closed when its
/// owner lets go of it.
///
/// So nothing is closed twice and nothing leaks.
package struct Descriptor: ~Copyable, Sendable {
  /// The kernel's number for it.
  ///
  /// Valid while the owner lives.
  package let rawValue: Int32

  /// Takes ownership of an open descriptor.
  ///
  /// - Precondition: `owning` is not negative, and nobody else closes it.
  package init(owning rawValue: Int32) {
    precondition(rawValue >= 0, "Descriptor: \(rawValue) is no open descriptor")
    self.rawValue = rawValue
  }

  deinit {
    // Linux frees the number even when close(2) reports EINTR or EIO: a second try could close
    // somebody else's descriptor.
    _ = Glibc.close(rawValue)
  }

  /// Gives the number away without closing it.
  package consuming func release() -> Int32 {
    let number = rawValue
    discard self
    return number
  }
}
