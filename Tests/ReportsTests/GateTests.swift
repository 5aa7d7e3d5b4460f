import Reports
import Testing

/// Conditions on a run: what they read and when they fire.
struct GateTests {
  // Latencies are 2, 2, 2, 7 ms; service times 1, 2, 2, 2 ms; the rate is 2/s, the target too.
  @Test(arguments: [
    ("p99>5ms", "p99>5ms: p99 is 7.00 ms, more than 5.00 ms"),
    ("p99>=7000us", "p99>=7000us: p99 is 7.00 ms, not less than 7.00 ms"),
    (" p50 < 1.5s ", " p50 < 1.5s : p50 is 2.00 ms, less than 1.50 s"),
    ("max<=7ms", "max<=7ms: max is 7.00 ms, not more than 7.00 ms"),
    ("service.max>1ms", "service.max>1ms: service.max is 2.00 ms, more than 1.00 ms"),
    (
      "first-byte.min>=1ms", "first-byte.min>=1ms: first-byte.min is 1.00 ms, not less than 1.00 ms"
    ),
    ("connect.p50<1ms", "connect.p50<1ms: connect.p50 is 400 µs, less than 1.00 ms"),
    ("lag.max>39us", "lag.max>39us: lag.max is 40.0 µs, more than 39.0 µs"),
    ("errors>0", "errors>0: errors is 3, more than 0"),
    ("mismatches>=1", "mismatches>=1: mismatches is 1, not less than 1"),
    ("unsent>0", "unsent>0: unsent is 1, more than 0"),
    ("rate<3/s", "rate<3/s: rate is 2/s, less than 3/s"),
    ("rate<3", "rate<3: rate is 2/s, less than 3/s"),
    ("rate<1.5*target", "rate<1.5*target: rate is 2/s, less than 3/s"),
    ("rate<=target", "rate<=target: rate is 2/s, not more than 2/s"),
    ("cpu>0.1", "cpu>0.1: cpu is 0.13 of a core, more than 0.10 of a core"),
  ])
  func fires(text: String, verdict: String) throws {
    let record = try Fixture.record()
    let gate = try Gate(parsing: text)
    #expect(try gate.fires(on: record)?.description == verdict)
    #expect(try gate.holds(record))
  }

  @Test(arguments: [
    "p99>7ms", "p75>2.1ms", "p75.1<2ms", "p74.999>2.1ms", "min<2ms", "service.p50>2ms", "errors>3",
    "rate<2", "rate<0.99*target", "cpu>0.125", "lag.mean>30us", "latency.max>1h", "unsent>1",
  ])
  func isSilent(text: String) throws {
    let gate = try Gate(parsing: text)
    #expect(try gate.fires(on: try Fixture.record()) == nil)
    #expect(try !gate.holds(try Fixture.record()))
  }

  @Test func anyPercentileIsReadFromTheHistogram() throws {
    var record = try Fixture.record()
    // The record's own figures stop at 90 and 99.
    #expect(try Gate(parsing: "p75<2.1ms").fires(on: record) != nil)
    #expect(try Gate(parsing: "p76>6.9ms").fires(on: record) != nil)
    #expect(try Gate(parsing: "p0>1ms").fires(on: record)?.measured == "2.00 ms")
    #expect(try Gate(parsing: "p100>1ms").fires(on: record)?.measured == "7.00 ms")
    record.histograms[.latency] = nil
    #expect(throws: RecordError.noHistogram(.latency)) {
      try Gate(parsing: "p76>6.9ms").fires(on: record)
    }
    #expect(try Gate(parsing: "p99>6.9ms").fires(on: record) != nil)
  }

  @Test func aVerdictNeverShowsTwoFiguresThatLookTheSame() throws {
    var record = try Fixture.record()
    record.latency.p99 = 5001.25
    #expect(
      try Gate(parsing: "p99>5ms").fires(on: record)?.description
        == "p99>5ms: p99 is 5,001.250 µs, more than 5,000.000 µs")
    record.messagesPerSecond = 99.9
    #expect(
      try Gate(parsing: "rate<100").fires(on: record)?.description
        == "rate<100: rate is 99.900/s, less than 100.000/s")
  }

  @Test func whatWasNotMeasuredHasNotPassed() throws {
    var record = try Fixture.record()
    record.latency = LatencyFigures()
    let gate = try Gate(parsing: "p99>5ms")
    #expect(try gate.fires(on: record)?.description == "p99>5ms: nothing was measured")
    #expect(try !Gate(parsing: "p99<5ms").holds(record))
    // A closed loop has no schedule to lag behind.
    record.sendLag = LatencyFigures()
    #expect(try Gate(parsing: "lag.p99>1ms").fires(on: record) == nil)
  }

  @Test func aTargetIsNeededWhereOneIsComparedWith() throws {
    var record = try Fixture.record()
    record.targetPerSecond = nil
    let gate = try Gate(parsing: "rate<0.99*target")
    #expect(gate.needsTarget)
    #expect(try gate.fires(on: record)?.threshold == nil)
    #expect(try gate.fires(on: record) != nil)
    #expect(try !gate.holds(record))
    #expect(try !Gate(parsing: "rate<10").needsTarget)
  }

  @Test(arguments: [
    ("20k/s", 20_000.0), ("0.02M/s", 20_000), ("1200000/m", 20_000), ("20000", 20_000),
  ])
  func ratesAreReadAsTheOptionsAre(_ text: String, _ rate: Double) throws {
    var record = try Fixture.record()
    record.messagesPerSecond = rate
    #expect(try !Gate(parsing: "rate<\(text)").holds(record))
    #expect(try Gate(parsing: "rate<=\(text)").holds(record))
    #expect(try RateText.parse(text) == rate)
  }
}
