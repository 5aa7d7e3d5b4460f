internal import CLinux

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

/// The ports that the kernel gives to connections which ask for none.
package enum PortRange {
  /// How many there are; the kernel's default where it does not say.
  package static var count: Int { bounds.count }

  /// The lowest of them; the kernel's default where it does not say.
  package static var first: Int { bounds.lowerBound }

  /// All of them.
  ///
  /// Source: ip(7), `ip_local_port_range`.
  private static var bounds: ClosedRange<Int> {
    let usual = 32_768...60_999
    guard let file = fopen("/proc/sys/net/ipv4/ip_local_port_range", "re") else { return usual }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 64)
    guard fgets(&line, Int32(line.count), file) != nil else { return usual }
    let text = String(
      decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let bounds = text.split(whereSeparator: { $0 == "\t" || $0 == " " || $0 == "\n" }).compactMap {
      Int($0)
    }
    return bounds.count == 2 && bounds[0] <= bounds[1] ? bounds[0]...bounds[1] : usual
  }
}
