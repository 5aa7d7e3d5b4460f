import CLinux
import Measurement

/// Small numbers out of a seed: the same on every machine.
struct SeededRandom: RandomNumberGenerator {
  private var numbers: SplitMix64

  init(_ seed: UInt64) {
    numbers = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1)
  }

  mutating func next() -> UInt64 { numbers.next() }

  /// A number below `bound`, from 0.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// One in so many times.
  mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }
}

/// The seeds to run: those given, or the one that `SWIFTLET_SEED` names.
func seeds(_ all: Range<UInt64>) -> [UInt64] {
  if let wanted = getenv("SWIFTLET_SEED"), let seed = UInt64(String(cString: wanted)) {
    return [seed]
  }
  return Array(all)
}
