internal import CLinux
internal import Glibc

/// On which cores the calling thread may run; threads and processes that it starts inherit it.
///
/// Source: sched_setaffinity(2). Cores are numbered as in /proc/cpuinfo.
package enum CoreAffinity {
  // 8192 cores; glibc's cpu_set_t has room for 1024 only, and the call fails where there are more.
  private static let words = 8192 / UInt.bitWidth

  /// The cores allowed now, in ascending order; none where the kernel does not say.
  package static var current: [Int] {
    var mask = [UInt](repeating: 0, count: words)
    let filled = mask.withUnsafeMutableBytes { bytes in
      sched_getaffinity(
        0, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: cpu_set_t.self))
    }
    guard filled == 0 else { return [] }
    return mask.indices.flatMap { word in
      (0..<UInt.bitWidth).filter { mask[word] >> $0 & 1 == 1 }.map { word * UInt.bitWidth + $0 }
    }
  }

  /// Allows these cores and no other.
  ///
  /// - Returns: `nil` if that was done, or else the error number: `EINVAL` where none of them is
  ///   there and allowed.
  package static func set(_ cores: [Int]) -> Int32? {
    var mask = [UInt](repeating: 0, count: words)
    for core in cores {
      guard core >= 0, core < words * UInt.bitWidth else { return EINVAL }
      mask[core / UInt.bitWidth] |= 1 << (core % UInt.bitWidth)
    }
    let result = mask.withUnsafeBytes { bytes in
      sched_setaffinity(
        0, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: cpu_set_t.self))
    }
    return result == 0 ? nil : errno
  }
}
