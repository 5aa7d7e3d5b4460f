import Measurement
import Testing

@Suite("Histogram recorder")
struct HistogramRecorderTests {
  @Test("records what the value type records", arguments: Distribution.allCases)
  func sameAsValue(distribution: Distribution) {
    let values =
      distribution.values(seed: 3) + [0, .max, HistogramLayout.highestTrackableValue + 1]
    let recorder = HistogramRecorder()
    for value in values { recorder.record(value) }
    #expect(recorder.snapshot() == Histogram(values))
    #expect(recorder.count == UInt64(values.count))
  }

  @Test("a snapshot is not disturbed by what follows")
  func snapshotIsAValue() async {
    let recorder = HistogramRecorder()
    recorder.record(7)
    let snapshot = recorder.snapshot()
    recorder.record(8)
    #expect(snapshot == Histogram([7]))
    // Crosses threads, which the recorder itself may not.
    let elsewhere = await Task.detached { snapshot.max }.value
    #expect(elsewhere == 7)
  }

  @Test("reset forgets everything")
  func reset() {
    let recorder = HistogramRecorder()
    recorder.record(.max)
    recorder.record(0)
    recorder.reset()
    #expect(recorder.snapshot() == Histogram())
    recorder.record(5)
    #expect(recorder.snapshot() == Histogram([5]))
  }
}
