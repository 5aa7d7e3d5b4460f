import Glibc

/// SplitMix64: the same seed gives the same numbers, on every machine.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

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
