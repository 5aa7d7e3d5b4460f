extension Histogram {
  /// The same counts with exact extremes again, which an encoding does not keep.
  ///
  /// Taken only where they are in the buckets of the extremes: anything else is not of this
  /// histogram.
  ///
  /// - Parameters:
  ///   - min: the smallest value, in nanoseconds.
  ///   - max: the largest.
  package func restoringExtremes(min: UInt64, max: UInt64) -> Histogram {
    guard !isEmpty, min <= max, max <= HistogramLayout.highestTrackableValue,
      HistogramLayout.index(of: min) == HistogramLayout.index(of: self.min),
      HistogramLayout.index(of: max) == HistogramLayout.index(of: self.max)
    else { return self }
    return Histogram(
      counters: counters, count: count, overflowed: overflowed, smallest: min, max: max)
  }
}
