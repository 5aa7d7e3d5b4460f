import Measurement
import Testing

@Suite("Histogram layout")
struct HistogramLayoutTests {
  @Test("covers an hour and a bit more")
  func range() {
    #expect(HistogramLayout.highestTrackableValue >= Distribution.hour)
    #expect(
      HistogramLayout.index(of: HistogramLayout.highestTrackableValue)
        == HistogramLayout.bucketCount - 1)
  }

  @Test("buckets tile the range without gap or overlap")
  func tiling() {
    #expect(HistogramLayout.lowestValue(at: 0) == 0)
    var misplaced = 0
    for index in 0..<HistogramLayout.bucketCount {
      let (low, high) = (
        HistogramLayout.lowestValue(at: index), HistogramLayout.highestValue(at: index)
      )
      if HistogramLayout.index(of: low) != index || HistogramLayout.index(of: high) != index {
        misplaced += 1
      }
      if index > 0, HistogramLayout.highestValue(at: index - 1) + 1 != low { misplaced += 1 }
      if high - low > low / 1024 { misplaced += 1 }
    }
    #expect(misplaced == 0)
    #expect(
      HistogramLayout.highestValue(at: HistogramLayout.bucketCount - 1)
        == HistogramLayout.highestTrackableValue)
  }

  // Indices that HdrHistogram's own implementations give for three digits from 1.
  @Test(
    "agrees with HdrHistogram's indices",
    arguments: [
      (0, 0), (1, 1), (2047, 2047), (2048, 2048), (2049, 2048), (2050, 2049), (4095, 3071),
      (4096, 3072), (4099, 3072), (4100, 3073),
    ] as [(UInt64, Int)])
  func index(value: UInt64, index: Int) {
    #expect(HistogramLayout.index(of: value) == index)
  }
}
