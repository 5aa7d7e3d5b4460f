extension Histogram {
  /// The same counts with exact extremes again, which an encoding does not keep.
  ///
  /// Each is taken only where it is in the bucket of its extreme: anything else is not of this
  /// histogram.
  ///
  /// - Parameters:
  ///   - min: the smallest value, in nanoseconds.
  ///   - max: the largest.
  package func restoringExtremes(min: UInt64, max: UInt64) -> Histogram {
    func isOurs(_ value: UInt64, _ extreme: UInt64) -> Bool {
      value <= HistogramLayout.highestTrackableValue
        && HistogramLayout.index(of: value) == HistogramLayout.index(of: extreme)
    }
    guard !isEmpty else { return self }
    var restored = self
    if isOurs(min, self.min) { restored.smallest = min }
    if isOurs(max, self.max) { restored.max = max }
    // In one bucket they could have crossed.
    return restored.smallest <= restored.max ? restored : self
  }
}
