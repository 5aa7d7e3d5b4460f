/// What is read from the text of `/proc/PID/stat`.
///
/// Source: proc_pid_stat(5); the numbers are the fields' places there.
struct ProcStat: Equatable {
  /// Field 14: time in user mode, in clock ticks, threads that exited included.
  let userTicks: UInt64
  /// Field 15: time in the kernel, in clock ticks, threads that exited included.
  let systemTicks: UInt64
  /// Field 20: threads now.
  let threads: Int
  /// Field 24: resident memory, in pages.
  let residentPages: UInt64

  /// Parses the text of the file; nil when it is not in the documented form.
  ///
  /// Field 2 is the command's name in parentheses, and a process may call itself anything, with
  /// spaces, line ends and parentheses. The last `)` of the file ends it: later fields are numbers.
  init?(_ text: String) {
    guard let end = text.utf8.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let rest = text.utf8[text.utf8.index(after: end)...]
    let fields = rest.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    // The first field behind the name is field 3, the state.
    func number(_ field: Int) -> UInt64? {
      let place = field - 3
      return fields.indices.contains(place) ? UInt64(Substring(fields[place])) : nil
    }
    guard let user = number(14), let system = number(15), let threads = number(20),
      let resident = number(24)
    else { return nil }
    userTicks = user
    systemTicks = system
    self.threads = Int(clamping: threads)
    residentPages = resident
  }
}

/// The `Key: value` lines of files like `/proc/PID/status` and `smaps_rollup`.
enum ProcKeys {
  /// The number behind a key, without its unit; nil when there is no such line.
  ///
  /// The first line that starts with the key counts, and a process cannot forge one: the kernel
  /// escapes line ends in the only free text, `Name`.
  static func number(_ key: String, in text: String) -> UInt64? {
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        line[..<colon].elementsEqual(key.utf8)
      else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == 0x20 || $0 == 0x09 }
      return UInt64(String(decoding: value.prefix { (0x30...0x39).contains($0) }, as: UTF8.self))
    }
    return nil
  }
}
