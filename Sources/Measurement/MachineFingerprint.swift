internal import CLinux

/// What a machine is, as far as it bears on its speed: so that two runs are not compared that
/// cannot be.
///
/// No host name, no address, no serial number: a report can be shown to anybody. What cannot be
/// found out is an empty text, zero or `nil`, and no error: a run is worth keeping without it.
public struct MachineFingerprint: Sendable, Equatable, Codable {
  /// The kernel's release, `6.1.0-18-amd64`; uname(2).
  public var kernel: String
  /// The hardware, `x86_64` or `aarch64`; uname(2).
  public var architecture: String
  /// The processor's name as it gives it; empty where it gives none.
  public var cpuModel: String
  /// Cores that are online, hardware threads counted each.
  public var cores: Int
  /// Cores that this process may run on: its affinity; sched_getaffinity(2).
  public var allowedCores: Int
  /// The cores' worth of CPU time that a control group leaves it; `nil`: no such limit.
  public var quotaCores: Double?
  /// Memory of the machine, in bytes.
  public var memoryBytes: UInt64

  /// A machine by its parts.
  public init(
    kernel: String, architecture: String, cpuModel: String, cores: Int, allowedCores: Int,
    quotaCores: Double? = nil, memoryBytes: UInt64
  ) {
    self.kernel = kernel
    self.architecture = architecture
    self.cpuModel = cpuModel
    self.cores = cores
    self.allowedCores = allowedCores
    self.quotaCores = quotaCores
    self.memoryBytes = memoryBytes
  }

  private enum CodingKeys: String, CodingKey {
    case kernel, architecture, cores
    case cpuModel = "cpu_model"
    case allowedCores = "allowed_cores"
    case quotaCores = "quota_cores"
    case memoryBytes = "memory_bytes"
  }
}

extension MachineFingerprint {
  /// The machine that this process runs on: a few files of /proc, two system calls.
  public static func current() -> MachineFingerprint {
    var system = utsname()
    uname(&system)
    let online = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    return MachineFingerprint(
      kernel: text(of: system.release), architecture: text(of: system.machine),
      cpuModel: cpuModel(in: (try? ProcFile.read("/proc/cpuinfo")) ?? ""),
      cores: online, allowedCores: affinity() ?? online,
      quotaCores: (try? ProcFile.read("/sys/fs/cgroup/cpu.max")).flatMap(quotaCores(in:)),
      memoryBytes: memoryBytes(in: (try? ProcFile.read("/proc/meminfo")) ?? ""))
  }

  /// The processor's name in the text of `/proc/cpuinfo`; proc(5).
  ///
  /// x86 has `model name`, 32-bit ARM `Processor` or `Hardware`, 64-bit ARM nothing but numbers: of
  /// those the implementer and part, which name the design.
  static func cpuModel(in text: String) -> String {
    for key in ["model name", "Processor", "Hardware", "cpu model", "cpu"] {
      if let name = value(of: key, in: text), !name.isEmpty { return name }
    }
    guard let implementer = value(of: "CPU implementer", in: text),
      let part = value(of: "CPU part", in: text)
    else { return "" }
    return "implementer \(implementer) part \(part)"
  }

  /// `MemTotal` in the text of `/proc/meminfo`, in bytes; zero where it has none.
  static func memoryBytes(in text: String) -> UInt64 {
    let (bytes, overflowed) = (ProcKeys.number("MemTotal", in: text) ?? 0)
      .multipliedReportingOverflow(by: 1024)
    return overflowed ? 0 : bytes
  }

  /// The limit in the text of a control group's `cpu.max`: `150000 100000` is one and a half.
  ///
  /// - Returns: `nil` for `max`, which is none, and for what is not understood.
  static func quotaCores(in text: String) -> Double? {
    let words = text.split { $0 == " " || $0 == "\n" }
    guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]),
      quota > 0, period > 0, (quota / period).isFinite
    else { return nil }
    return quota / period
  }

  /// What stands behind the first line of a key, without the blanks around it.
  private static func value(of key: String, in text: String) -> String? {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, trimmed(parts[0]) == key else { continue }
      return String(trimmed(parts[1]))
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }

  /// The text in one of the fixed arrays of uname(2).
  private static func text<Characters>(of characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// How many cores the affinity allows; `nil` where the kernel's mask is longer than ours.
  private static func affinity() -> Int? {
    // 8192 cores; glibc's cpu_set_t has room for 1024 only, and the call fails where there are more.
    var mask = [UInt](repeating: 0, count: 8192 / UInt.bitWidth)
    let filled = mask.withUnsafeMutableBytes { bytes in
      sched_getaffinity(
        0, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: cpu_set_t.self))
    }
    return filled == 0 ? mask.reduce(0) { $0 + $1.nonzeroBitCount } : nil
  }
}
