import EchoProtocol
import Measurement

/// Random bytes, made once and cut to size: making them takes longer than echoing them.
enum Noise {
  private static let pool: [UInt8] = {
    var random = SplitMix64(seed: 2026)
    return (0..<(1 << 20)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }()

  private static let printable = pool.map { 0x20 + $0 % 95 }

  /// So many bytes, others for another number; at most 1 MiB.
  ///
  /// - Parameter isText: only printable ones, which a line can hold.
  static func bytes(_ count: Int, number: Int, isText: Bool = false) -> [UInt8] {
    let source = isText ? printable : pool
    let start = count >= source.count ? 0 : (number &* 7919) % (source.count - count)
    return Array(source[start..<(start + count)])
  }
}
