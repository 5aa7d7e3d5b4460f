extension SplitMix64 {
  /// A number in a range, slightly biased: for tests, whose sequences must stay what they are.
  package mutating func pick(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() >> 1) % range.count
  }

  /// True that often in a hundred times.
  package mutating func chance(_ percent: Int) -> Bool { pick(0...99) < percent }
}
