import Measurement

extension SplitMix64 {
  /// A number in a range, slightly biased, which no test minds.
  mutating func pick(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() >> 1) % range.count
  }

  /// True that often in a hundred times.
  mutating func chance(_ percent: Int) -> Bool { pick(0...99) < percent }
}
