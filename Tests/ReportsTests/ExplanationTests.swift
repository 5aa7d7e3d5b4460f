import Measurement
import Stress
import Testing

@testable import Reports

/// What a report says in words.
struct ExplanationTests {
  @Test func nothingIsSaidOfARunInWhichNothingHappened() throws {
    #expect(try Fixture.run(Fixture.evenSeconds(10)).explanation == [])
    #expect(try Fixture.run(Fixture.evenSeconds(3), rate: nil).explanation == [])
  }

  /// A server that stood still for a second, in the middle of a second: less than half of what was due came
  /// in the fifth second, the rest with the sixth.
  private func stalled() throws -> RunRecord {
    var seconds = Fixture.evenSeconds(10)
    seconds[4] = Array(repeating: 1, count: 40)
    seconds[5] = (0..<100).map { 1000 - $0 * 10 } + Array(repeating: 1, count: 60)
    return try Fixture.run(seconds)
  }

  @Test func aStallIsFoundInTheIntervals() throws {
    let record = try stalled()
    #expect(
      record.explanation == [
        "From 4.0 s to 5.0 s only 40 replies came where about 100 were to be expected; the longest "
          + "wait was 1.00 s."
      ])
  }

  @Test func theTwoLatenciesPartCompany() throws {
    var record = try stalled()
    record.service = LatencyFigures(
      Histogram(Array(repeating: Fixture.ms, count: 999) + [Fixture.ms * 999]))
    let sentence = try #require(Explanation.sentences(for: record).last)
    #expect(
      sentence
        == "One user in a hundred would have waited 900 ms or more, up to 1.00 s, "
        + "because messages that were due could not be sent: the server, or the limit of messages in "
        + "flight, held them back. Counted from the real sending it looks like 1.00 ms, and the "
        + "slowest single exchange took 999 ms.")
  }

  @Test func twiceIsNotEnoughBelowAMillisecond() throws {
    var record = try Fixture.run(Fixture.evenSeconds(10))
    record.latency = LatencyFigures(Histogram([Fixture.ms]))
    record.service = LatencyFigures(Histogram([1000]))
    #expect(Explanation.sentences(for: record) == [])
    record.service = LatencyFigures(Histogram([30 * Fixture.ms]))
    record.latency = LatencyFigures(Histogram([59 * Fixture.ms]))
    #expect(Explanation.sentences(for: record) == [])
  }

  @Test func silenceForSecondsIsOneStretch() throws {
    var seconds = Fixture.evenSeconds(10)
    seconds[2] = []
    seconds[3] = []
    seconds[4] = [1, 1, 1]
    let record = try Fixture.run(seconds, rate: nil)
    #expect(record.explanation.count == 2)
    #expect(
      record.explanation[0] == "From 2.0 s to 5.0 s only 3 replies came where about 300 were to be "
        + "expected; the longest wait was 1.00 ms.")
    #expect(record.explanation[1].hasPrefix("A closed loop sends nothing while it waits"))
  }

  @Test func manyStretchesAreCounted() throws {
    var seconds = Fixture.evenSeconds(20)
    for second in stride(from: 1, to: 10, by: 2) { seconds[second] = [] }
    let record = try Fixture.run(seconds, rate: nil)
    #expect(record.explanation[2].hasPrefix("From 5.0 s to 6.0 s no reply came"))
    #expect(record.explanation[3] == "There were 2 more such stretches.")
  }

  @Test func aShortStallShowsInTheLongestWait() throws {
    var seconds = Fixture.evenSeconds(5)
    seconds[3][50] = 150
    #expect(
      try Fixture.run(seconds).explanation == [
        "From 3.0 s to 4.0 s replies took up to 150 ms, where half of all took 1.00 ms or less: "
          + "something stood still for about that long."
      ])
  }

  @Test func anOverloadIsNotAStall() throws {
    var record = try Fixture.run(Fixture.evenSeconds(10), rate: 250)
    record.unsent = 1500
    #expect(
      Explanation.sentences(for: record) == [
        "The load wanted 250 messages/s and got 100 messages/s, 40.0 % of it; 1,500 messages that "
          + "were due could not be sent at all. Either the server cannot do more, or too few "
          + "messages may be in flight (3 connections, 1 each)."
      ])
    record.messagesPerSecond = 247.6
    #expect(Explanation.sentences(for: record).first?.hasPrefix("The load wanted") != true)
  }

  @Test func nothingMeasuredIsSaidWithItsReason() throws {
    var record = try Fixture.run([[], []])
    #expect(
      record.explanation == ["Not one reply came in the measured time."])
    record.unsent = 1_500_000
    #expect(Explanation.sentences(for: record).count == 1)
    #expect(Explanation.sentences(for: record)[0].contains("; 1,500,000 could not be sent at all"))
  }

  @Test func doubtsHaveTheirOwnPlace() throws {
    var record = try Fixture.run(Fixture.evenSeconds(10))
    record.doubts = [StressDoubt(reason: "a thread was busy 99 % of the time", advice: "use -t 2")]
    #expect(Explanation.sentences(for: record) == [])
  }

  @Test func fewRepliesAreNoStall() throws {
    #expect(try Fixture.run([[1, 1, 1, 1], [], [1, 1]], rate: nil).explanation == [])
    // Poisson's own variation: 100 expected, 60 come.
    var seconds = Fixture.evenSeconds(10)
    seconds[3] = Array(repeating: 1, count: 60)
    seconds[4] = Array(repeating: 1, count: 140)
    #expect(try Fixture.run(seconds).explanation == [])
  }
}
