extension Histogram {
  /// What is left when values that were recorded here are taken out again.
  ///
  /// Its ``min`` and ``max`` are exact as long as the extreme values are not among those taken out,
  /// and otherwise those of the outermost buckets that still hold something.
  ///
  /// - Parameter other: a part of what was recorded here; traps if it is not.
  package func removing(_ other: Histogram) -> Histogram {
    guard !other.isEmpty else { return self }
    var rest = self
    rest.count -= other.count
    rest.overflowed -= other.overflowed
    for index in other.occupied { rest.counters[index] -= other.counters[index] }
    guard let lowest = rest.counters.firstIndex(where: { $0 != 0 }),
      let highest = rest.counters.lastIndex(where: { $0 != 0 })
    else { return Histogram() }
    rest.smallest = Swift.max(min, HistogramLayout.lowestValue(at: lowest))
    rest.max = Swift.min(max, HistogramLayout.highestValue(at: highest))
    return rest
  }
}
