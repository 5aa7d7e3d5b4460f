internal import CLinux
internal import Measurement

/// Tells whose listening socket it is on a port: proc_pid_net(5), proc_pid_fd(5).
enum PortOwner {
  /// Whether a process below `root` listens on a TCP port, on whatever address.
  static func listens(below root: Int32, on port: UInt16) -> Bool {
    let sockets = listening(on: port)
    guard !sockets.isEmpty, let tree = try? ProcessTree.read(below: root) else { return false }
    return tree.descendants.contains { process in
      let folder = "/proc/\(process.pid)/fd"
      let names = (try? ProcFile.list(folder)) ?? []
      return names.contains { sockets.contains(target("\(folder)/\($0)")) }
    }
  }

  /// The listening sockets, as links in /proc name them: `socket:[4711]`.
  private static func listening(on port: UInt16) -> Set<String> {
    var sockets: Set<String> = []
    for file in ["/proc/net/tcp", "/proc/net/tcp6"] {
      sockets.formUnion(listening(on: port, in: (try? ProcFile.read(file)) ?? ""))
    }
    return sockets
  }

  /// The same, from the text of the kernel's table.
  static func listening(on port: UInt16, in table: String) -> [String] {
    let digits = String(port, radix: 16, uppercase: true)
    let suffix = Array((":" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
    return table.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let fields = line.split(separator: UInt8(ascii: " "))
      // Address, port, state (0A listens), and far behind them the inode.
      guard fields.count > 9, fields[1].suffix(5).elementsEqual(suffix),
        fields[3].elementsEqual("0A".utf8)
      else { return nil }
      return "socket:[" + String(decoding: fields[9], as: UTF8.self) + "]"
    }
  }

  private static func target(_ link: String) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = bytes.withUnsafeMutableBytes { buffer in
      readlink(link, buffer.baseAddress!.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
