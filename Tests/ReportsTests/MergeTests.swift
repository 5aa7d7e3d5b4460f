import Measurement
import Stress
import Testing

@testable import Reports

/// Several runs as one.
struct MergeTests {
  @Test func countsAndHistogramsAreAdded() throws {
    let a = try Fixture.run([[1, 2], [3, 4]])
    let b = try Fixture.run([[5, 6, 7], [8]], after: 0.004)
    let whole = try RunRecord.merged([a, b])
    #expect(whole.messages == 8 && whole.connections == 6 && whole.threads.count == 2)
    #expect(whole.clientCPUSeconds == 1)
    #expect(try whole.histogram(.latency) == Histogram((1...8).map { $0 * Fixture.ms }))
    #expect(whole.latency.min == 1000 && whole.latency.max == 8000)
    #expect(whole.latency == LatencyFigures(Histogram((1...8).map { $0 * Fixture.ms })))
    #expect(abs(whole.durationSeconds - 2.004) < 1e-6)
    #expect(abs(whole.messagesPerSecond - 8 / 2.004) < 1e-3)
    #expect(abs(try #require(whole.targetPerSecond) - 400 / 2.004) < 1e-3)
    #expect(whole.plan.connections == 6 && whole.plan.profile?.first?.fromPerSecond == 200)
    #expect(whole.startedAtUnixSeconds == a.startedAtUnixSeconds)
    #expect(whole.parts.map(\.messages) == [4, 4])
    #expect(whole.command == ["swiftlet", "stress", "merge"])
  }

  @Test func theOrderOfFilesDoesNotMatter() throws {
    let runs = try [0.0, 0.2, 0.1].map { try Fixture.run([[1], [2, 3]], after: $0) }
    let merged = try RunRecord.merged(runs)
    #expect(try RunRecord.merged(runs.reversed()) == merged)
    #expect(
      merged.parts.map(\.startedAtUnixSeconds).sorted() == merged.parts.map(\.startedAtUnixSeconds))
  }

  @Test func oneAloneKeepsItsFigures() throws {
    let a = try Fixture.record()
    var whole = try RunRecord.merged([a])
    #expect(whole.parts.count == 1)
    #expect(whole.explanation == a.explanation)
    whole.parts = []
    whole.command = a.command
    #expect(whole == a)
  }

  @Test func mergingMergedRunsIsMergingAll() throws {
    let runs = try (0..<4).map {
      try Fixture.run([[UInt64($0) + 1], [9]], after: Double($0) * 0.01)
    }
    let all = try RunRecord.merged(runs)
    let halves = [try RunRecord.merged(Array(runs[..<2])), try RunRecord.merged(Array(runs[2...]))]
    let twice = try RunRecord.merged(halves)
    #expect(twice.parts == all.parts && twice.latency == all.latency)
    #expect(
      twice.messages == all.messages
        && twice.intervals.map(\.messages) == all.intervals.map(\.messages))
  }

  @Test func intervalsAreAlignedToSeconds() throws {
    let a = try Fixture.run([[1], [1], [1]])
    let b = try Fixture.run([[2], [2], [2]], after: 1.3)
    let whole = try RunRecord.merged([b, a])
    #expect(whole.intervals.map(\.startSeconds) == [0, 1, 2, 3])
    #expect(whole.intervals.map(\.messages) == [1, 2, 2, 1])
    #expect(whole.intervals.map(\.connections) == [3, 6, 6, 3])
    #expect(whole.intervals.map(\.targetPerSecond) == [100, 200, 200, 100])
    #expect(whole.intervals[1].latency.min == 1000 && whole.intervals[1].latency.max == 2000)
    #expect(abs(whole.durationSeconds - 4.3) < 1e-6)
  }

  @Test func runsThatHardlyOverlapAreSaid() throws {
    let a = try Fixture.run([[1], [1], [1], [1]], rate: nil)
    #expect(
      try RunRecord.merged([a, try Fixture.run([[1], [1], [1], [1]], rate: nil, after: 1.9)])
        .explanation == []
    )
    let late = try RunRecord.merged([a, try Fixture.run([[1], [1], [1], [1]], after: 2.5)])
    #expect(
      late.explanation.first?.hasPrefix(
        "The runs hardly overlapped: all 2 measured together for 1.50 s") == true)
    let apart = try RunRecord.merged([a, try Fixture.run([[1]], after: 100)])
    #expect(
      apart.explanation.first?.contains("together for 0 ns, and the shortest for 1.00 s") == true)
    // The gap between them is no time in which anything was measured.
    #expect(abs(apart.durationSeconds - 5) < 1e-6)
    #expect(apart.intervals.map(\.startSeconds) == [0, 1, 2, 3, 100])
  }

  @Test func theSameRunTwiceIsSaid() throws {
    let a = try Fixture.run([[1], [1]], rate: nil)
    let whole = try RunRecord.merged([a, a])
    #expect(whole.messages == 4)
    #expect(
      whole.explanation == [
        "One run is in it more than once, figure for figure: was a file named twice?"
      ])
  }

  @Test func runsOfOtherPlansAreSaid() throws {
    var a = try Fixture.run([[1], [1]], rate: nil)
    a.plan.model = "open"
    var b = try Fixture.run([[1], [1]], rate: nil)
    b.plan.sizes = "9"
    let whole = try RunRecord.merged([a, b])
    #expect(
      whole.explanation == [
        "The runs were not parts of one load: they differ in sizes, load model."
      ])
  }

  @Test func errorsDoubtsAndMismatchesAreKept() throws {
    let a = try Fixture.record()
    var b = try Fixture.run([[1]])
    b.doubts = a.doubts + [StressDoubt(reason: "other", advice: "none")]
    let whole = try RunRecord.merged([a, b])
    #expect(whole.doubts.count == 2 && !whole.valid)
    #expect(whole.errorsByCause == ["closed_early": 2, "reply_timed_out": 1])
    #expect(whole.firstMismatch == a.firstMismatch)
    #expect(whole.companions.map(\.wanted) == [2])
  }

  @Test func badInputIsNamed() throws {
    let a = try Fixture.run([[1]])
    #expect(throws: MergeError.nothing) { try RunRecord.merged([]) }
    var b = a
    b.histograms[.connect] = nil
    #expect(throws: MergeError.damaged(1, .noHistogram(.connect))) { try RunRecord.merged([a, b]) }
    b = a
    b.intervals[0].histogram = EncodedHistogram(bytes: [])
    #expect(throws: MergeError.damaged(2, .badHistogram("intervals[0].histogram", .truncated))) {
      try RunRecord.merged([a, a, b])
    }
    b = a
    b.messages = .max
    #expect(throws: MergeError.tooMany) { try RunRecord.merged([b, a]) }
    var huge = Histogram()
    huge.record(1, count: UInt64(Int64.max))
    b = a
    b.histograms[.latency] = EncodedHistogram(huge)
    #expect(throws: MergeError.tooMany) { try RunRecord.merged([b, b, b]) }
    b = a
    b.intervals[0].histogram = EncodedHistogram(huge)
    #expect(throws: MergeError.tooMany) { try RunRecord.merged([b, b, b]) }
  }
}
