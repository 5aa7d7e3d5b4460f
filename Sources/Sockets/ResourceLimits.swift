internal import CLinux
internal import Glibc

/// How many descriptors this process may have open (`getrlimit(2)`, `RLIMIT_NOFILE`).
package enum OpenFileLimit {
  /// What is in force now.
  package static var current: Int { read().map { clamp($0.rlim_cur) } ?? 1024 }

  /// What it can be raised to without privileges.
  package static var maximum: Int { read().map { clamp($0.rlim_max) } ?? 1024 }

  /// Raises what is in force to the most that is allowed, and returns it.
  @discardableResult
  package static func raise() -> Int {
    guard var limit = read() else { return current }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return current
  }

  private static func read() -> rlimit? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
    return limit
  }

  private static func clamp(_ value: rlim_t) -> Int { Int(min(value, rlim_t(Int32.max))) }
}
