/// What is read from the text of `/proc/PID/stat`.
///
/// Source: proc_pid_stat(5); the numbers are the fields' places there.
package struct ProcStat: Equatable, Sendable {
  /// Field 3: what it is at, as a letter; `Z` for one that has ended and was not waited for.
  package let state: UInt8
  /// Field 4: the process that waits for its end.
  package let parent: Int32
  /// Field 5: its process group.
  package let group: Int32
  /// Field 14: time in user mode, in clock ticks, threads that exited included.
  package let userTicks: UInt64
  /// Field 15: time in the kernel, in clock ticks, threads that exited included.
  package let systemTicks: UInt64
  /// Field 16: user time of the children that it has waited for, theirs included, in clock ticks.
  package let endedUserTicks: UInt64
  /// Field 17: the same for time in the kernel.
  package let endedSystemTicks: UInt64
  /// Field 20: threads now.
  package let threads: Int
  /// Field 24: resident memory, in pages.
  package let residentPages: UInt64

  /// Parses the text of the file; nil when it is not in the documented form.
  ///
  /// Field 2 is the command's name in parentheses, and a process may call itself anything, with
  /// spaces, line ends and parentheses. The last `)` of the file ends it: later fields are numbers.
  package init?(_ text: String) {
    guard let end = text.utf8.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let rest = text.utf8[text.utf8.index(after: end)...]
    let fields = rest.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    // The first field behind the name is field 3, the state.
    func number(_ field: Int) -> UInt64? {
      let place = field - 3
      return fields.indices.contains(place) ? UInt64(Substring(fields[place])) : nil
    }
    guard let state = fields.first?.first, let parent = number(4), let group = number(5),
      let user = number(14),
      let system = number(15), let endedUser = number(16), let endedSystem = number(17),
      let threads = number(20), let resident = number(24)
    else { return nil }
    self.state = state
    self.parent = Int32(clamping: parent)
    self.group = Int32(clamping: group)
    userTicks = user
    systemTicks = system
    endedUserTicks = endedUser
    endedSystemTicks = endedSystem
    self.threads = Int(clamping: threads)
    residentPages = resident
  }
}

/// The `Key: value` lines of files like `/proc/PID/status` and `smaps_rollup`.
package enum ProcKeys {
  /// The number behind a key, without its unit; nil when there is no such line.
  ///
  /// The first line that starts with the key counts, and a process cannot forge one: the kernel
  /// escapes line ends in the only free text, `Name`.
  package static func number(_ key: String, in text: String) -> UInt64? {
    value(key, in: text).flatMap { value in
      UInt64(String(decoding: value.prefix { (0x30...0x39).contains($0) }, as: UTF8.self))
    }
  }

  /// The set of signals behind a key such as `SigIgn`, bit 0 for signal 1; nil when there is none.
  package static func mask(_ key: String, in text: String) -> UInt64? {
    value(key, in: text).flatMap { UInt64(String(decoding: $0, as: UTF8.self), radix: 16) }
  }

  /// The last lines of a long text, some 500 bytes: where `/proc/PID/status` counts switches.
  ///
  /// Looking for them in all of it takes longer than reading it, and servers have thousands of threads.
  static func tail(of text: String) -> String {
    guard text.utf8.count > 512 else { return text }
    let end = text.utf8.suffix(512)
    // Half a line could look like a whole one.
    guard let start = end.firstIndex(of: UInt8(ascii: "\n")) else { return text }
    return String(Substring(end[start...]))
  }

  private static func value(_ key: String, in text: String) -> Substring.UTF8View? {
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        line[..<colon].elementsEqual(key.utf8)
      else { continue }
      return line[line.index(after: colon)...].drop { $0 == 0x20 || $0 == 0x09 }
    }
    return nil
  }
}
