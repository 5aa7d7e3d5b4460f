import CLinux
import EchoProtocol
import Measurement
import Reactor
import Reports
import Testing

@testable import Stress
@testable import swiftlet

/// Records that nobody measured: each is refused in words or reported, and none ends in a trap.
@Suite struct CraftedRecordTests {
  /// A record that has every key: two runs of a ramp and a step, with all that can go wrong.
  private static let good = Result { try RunRecord.merged([part, part]) }

  private static var part: RunRecord {
    var record = sampleRecord(
      .open(.ramp(from: 1, to: 100, over: .seconds(3)), .poisson)
    ) { report in
      report.target = 66
      report.errorsByCause = [.timeout: 2]
      report.mismatches = 1
      report.firstMismatch = Mismatch(message: 3, offset: 7, expected: [1], received: [])
      report.startedAt = .seconds(1_770_091_506)
      // Near each other: a debug build takes its time over the buckets between them.
      report.latency = Histogram([1000, 1010])
      report.serviceTime = Histogram([1000, 1010])
      report.sendLag = Histogram([1000])
      report.connectTime = Histogram([1000])
      report.clientCPUSeconds = 1
      report.threads = [LoadThreadUse(cpuShare: 0.1, waitShare: 0)]
      var companion = CompanionReport(.slowReader)
      companion.wrong = 1
      report.companions = [companion]
      report.intervals = (0..<3).map { second in
        var interval = StressInterval()
        interval.start = .seconds(second)
        interval.duration = .seconds(1)
        interval.messages = 50
        interval.failures = 1
        interval.connections = 50 + second
        interval.target = 66
        interval.latency = EncodedHistogram(Histogram([1000, 1010]))
        return interval
      }
    }
    record.environment.quotaCores = 1.5
    record.plan.thinkTimeSeconds = 1
    record.plan.payloadBytes = 64
    record.plan.connectRatePerSecond = 10
    record.plan.messagesPerConnection = 10
    record.plan.messagesAtMost = 1000
    record.plan.companions = ["slow_reader": 1]
    return record
  }

  private func numbers() throws -> JSONNumbers { JSONNumbers(try Self.good.get().json()) }

  /// Reads a text and makes of it all that can be made of a record.
  ///
  /// - Returns: whether it was a record.
  @discardableResult private func drive(_ bytes: [UInt8]) throws -> Bool {
    guard let record = read(bytes) else { return false }
    try report(record)
    let good = try Self.good.get()
    for runs in [[record], [good, record, record]] {
      guard let whole = merged(runs) else { continue }
      try report(whole)
      // What a merge writes can be merged again.
      let isRecord = try read(Array(whole.json().utf8)) != nil
      #expect(isRecord)
    }
    for (a, b) in [(record, good), (good, record)] {
      let comparison = RunComparison(a, b)
      _ = try comparison.json()
      _ =
        ComparisonTable(
          comparison: comparison, names: ("a", "b"), firedGates: [], terminal: .none
        ).text
      for gate in ["p99>1.1", "errors>0", "rate<0.9", "cpu>2"] {
        _ = try RatioGate(parsing: gate).fires(on: b, against: a)
      }
    }
    return true
  }

  private func read(_ bytes: [UInt8]) -> RunRecord? {
    do throws(RecordError) {
      return try RunRecord(json: bytes)
    } catch {
      #expect(!"\(error)".isEmpty)
      return nil
    }
  }

  private func merged(_ runs: [RunRecord]) -> RunRecord? {
    do throws(MergeError) {
      return try RunRecord.merged(runs)
    } catch {
      #expect(!"\(error)".isEmpty)
      return nil
    }
  }

  private func report(_ record: RunRecord) throws {
    for format in ReportFormat.allCases { _ = try format.text(record) }
    let gates = try ["p99>5ms", "rate<0.9*target", "cpu>0.8"].map { try Gate(parsing: $0) }
    _ = StressTable(record, try StressVerdict(record, gates)).text
  }

  @Test func theGoodOneIsGood() throws {
    let numbers = try numbers()
    let isRecord = try drive(numbers.text)
    #expect(isRecord && numbers.places.count > 100)
  }

  /// Under a sanitizer, which asks for fewer seeds elsewhere, a tenth of the places have to do.
  private static let step = getenv("SWIFTLET_SEEDS") == nil ? 1 : 10

  @Test func oneNumberIsNone() async throws {
    let numbers = try numbers()
    for place in numbers.places where !["schema", "seed"].contains(place.key) {
      for value in ["-1", "1e300", "-1e300", "9223372036854775807", "\"NaN\"", "true", "[]"] {
        let isRefused = read(numbers.replacing(place, with: value)) == nil
        #expect(isRefused, "\(place.key): \(value)")
      }
      // Other tests want the thread too.
      await Task.yield()
    }
  }

  @Test func oneNumberIsExtreme() async throws {
    let numbers = try numbers()
    for index in stride(from: 0, to: numbers.places.count, by: Self.step) {
      let place = numbers.places[index]
      for value in ["5e-324", "9007199254740992", "1e12", "1e999"] {
        try drive(numbers.replacing(place, with: value))
      }
      try drive(numbers.removing(place))
      await Task.yield()
    }
  }

  /// Each as large as it may be, or as small, so that sums and quotients are so too.
  @Test(arguments: [
    ("2251799813685248", "1e12"), ("2251799813685248", "5e-324"), ("0", "1e12"), ("0", "5e-324"),
    ("0", "0"),
  ])
  func allNumbersAreExtreme(counts: String, amounts: String) throws {
    let numbers = try numbers()
    let isRecord = try drive(
      numbers.replacing { place in
        if ["schema", "seed", "started_at_unix_seconds"].contains(place.key) { return nil }
        return Self.isAmount(place.key) ? amounts : counts
      })
    #expect(isRecord)
  }

  @Test func sumsAreBounded() throws {
    var record = try Self.good.get()
    for index in record.intervals.indices { record.intervals[index].messages = 1 << 53 }
    #expect(throws: RecordError.self) { try RunRecord(json: Array(record.json().utf8)) }
    record = try Self.good.get()
    record.companions[0].wrong = 1 << 53
    #expect(throws: MergeError.tooMany) { try RunRecord.merged([record, record]) }
  }

  /// They are decoded where they are shown: then a stage of a ramp has no percentiles.
  @Test func histogramsOfIntervalsAreDamagedOrHuge() throws {
    var huge = Histogram()
    huge.record(1000, count: UInt64(Int64.max))
    for histogram in [EncodedHistogram(bytes: [1]), EncodedHistogram(huge)] {
      var record = try Self.good.get()
      record.plan.profile?[0].durationSeconds = 1.2
      for index in record.intervals.indices { record.intervals[index].startSeconds = 0 }
      for index in record.intervals.indices { record.intervals[index].histogram = histogram }
      try drive(Array(record.json().utf8))
      #expect(StageTable.text(record).contains("  n/a  n/a  n/a  "))
    }
  }

  private static func isAmount(_ key: String) -> Bool {
    LatencyFigures().named.contains { $0.name == key }
      || ["_seconds", "_per_second", "_share", "quota_cores"].contains { key.hasSuffix($0) }
  }
}
