import Measurement
import Testing

/// Taking out what was put in.
struct HistogramRemovalTests {
  @Test(arguments: 1...20) func whatIsLeftIsWhatWasNotTakenOut(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let kept = (0..<500).map { _ in random.next() >> (20 + random.next() % 40) }
    let taken = (0..<300).map { _ in random.next() >> (20 + random.next() % 40) }
    let whole = Histogram(kept + taken)
    let rest = whole.removing(Histogram(taken))
    let expected = Histogram(kept)
    #expect(rest.count == expected.count && rest.overflowed == expected.overflowed)
    #expect(Array(rest.buckets) == Array(expected.buckets))
    // To the bucket: the exact extremes may have been taken out.
    #expect(HistogramLayout.index(of: rest.min) == HistogramLayout.index(of: expected.min))
    #expect(HistogramLayout.index(of: rest.max) == HistogramLayout.index(of: expected.max))
  }

  @Test func nothingAndEverything() {
    let values = Histogram([3, 5, 70_000])
    #expect(values.removing(Histogram()) == values)
    #expect(values.removing(values) == Histogram())
  }

  @Test func theExtremesStayExactWhenTheyStay() {
    let rest = Histogram([1_000_003, 5_000_007, 9_000_011]).removing(Histogram([5_000_007]))
    #expect(rest.min == 1_000_003 && rest.max == 9_000_011)
  }
}
