import Reports
import Testing

@testable import swiftlet

/// Durations, sizes, counts and rates: what is read, and what is refused with which words.
@Suite struct ValueTextTests {
  @Test(arguments: [
    ("500ms", Duration.milliseconds(500)), ("10s", .seconds(10)), ("2m", .seconds(120)),
    ("250us", .microseconds(250)), ("250µs", .microseconds(250)), ("7ns", .nanoseconds(7)),
    ("1h", .seconds(3600)), ("0", .zero), ("3", .seconds(3)), ("1.5", .milliseconds(1500)),
    ("0.1s", .milliseconds(100)), ("1.5m", .seconds(90)), ("0.000000001", .nanoseconds(1)),
  ]) func readsDurations(_ text: String, _ duration: Duration) throws {
    #expect(try DurationText.parse(text) == duration)
  }

  @Test(arguments: [
    ("", "'' is not a duration"), ("s", "'s' is not a duration"),
    ("-1s", "'-1s' is not a duration"),
    ("1.s", "'1.s' is not a duration"), (".5s", "'.5s' is not a duration"),
    ("1e3s", "'1e3s' has no unit of time: 'e3s'"), ("5 s", "'5 s' has no unit of time: ' s'"),
    ("5S", "'5S' has no unit of time: 'S'"), ("10x", "'10x' has no unit of time: 'x'"),
    ("1.2.3s", "'1.2.3s' has no unit of time: '.3s'"),
    ("8761h", "'8761h' is too long a duration"),
    ("9223372036s", "'9223372036s' is too long a duration"),
    ("0.5ns", "'0.5ns' is too long or too fine a duration"),
    ("9223372036854775807h", "'9223372036854775807h' is too long or too fine a duration"),
    ("99999999999999999999", "'99999999999999999999' is not a duration"),
  ]) func refusesDurations(_ text: String, _ message: String) {
    expect(message) { try DurationText.parse(text) }
  }

  @Test func readsDeadlines() throws {
    #expect(try DurationText.parseDeadline("off") == nil)
    #expect(try DurationText.parseDeadline("0") == nil)
    #expect(try DurationText.parseDeadline("30s") == .seconds(30))
    #expect(try DurationText.parsePositive("1ns") == .nanoseconds(1))
    expect("'0ms' leaves no time at all") { try DurationText.parsePositive("0ms") }
  }

  @Test(arguments: [
    ("64", 64), ("64B", 64), ("0", 0), ("16KiB", 16_384), ("16kib", 16_384), ("1MiB", 1 << 20),
    ("1GiB", 1 << 30), ("2KB", 2_000), ("2kB", 2_000), ("1MB", 1_000_000), ("1.5KiB", 1536),
  ]) func readsSizes(_ text: String, _ bytes: Int) throws {
    #expect(try SizeText.parse(text) == bytes)
  }

  @Test(arguments: [
    ("", "'' is not a size"), ("KiB", "'KiB' is not a size"), ("-1", "'-1' is not a size"),
    ("64K", "'64K' has no unit of size: 'K'"), ("64 KiB", "'64 KiB' has no unit of size: ' KiB'"),
    ("0.3KiB", "'0.3KiB' is not a whole number of bytes, or too many"),
    ("9999999999GiB", "'9999999999GiB' is not a whole number of bytes, or too many"),
  ]) func refusesSizes(_ text: String, _ message: String) {
    expect(message) { try SizeText.parse(text) }
  }

  @Test func sizesKeepToTheirRange() throws {
    let read = SizeText.within(1...1024)
    #expect(try read("1KiB") == 1024)
    let error = #expect(throws: BadValue.self) { try read("1025") }
    #expect(error == BadValue("'1025' is out of range", hint: "from 1B to 1KiB"))
  }

  @Test(arguments: [("1", 1), ("007", 7), ("65535", 65_535)])
  func readsCounts(_ text: String, _ count: Int) throws {
    #expect(try CountText.within(1...65_535)(text) == count)
  }

  @Test(arguments: [
    ("", "'' is not a whole number"), ("-", "'-' is not a whole number"),
    ("+1", "'+1' is not a whole number"), ("1e5", "'1e5' is not a whole number"),
    ("1_000", "'1_000' is not a whole number"), ("٣", "'٣' is not a whole number"),
    ("0", "'0' is out of range"), ("-5", "'-5' is out of range"),
    ("65536", "'65536' is out of range"),
    ("99999999999999999999", "'99999999999999999999' is out of range"),
  ]) func refusesCounts(_ text: String, _ message: String) {
    expect(message) { try CountText.within(1...65_535)(text) }
  }

  @Test(arguments: [
    (1 << 20, "1MiB"), (1 << 30, "1GiB"), (3 << 10, "3KiB"), (1500, "1500B"), (0, "0B"),
  ])
  func writesSizes(_ bytes: Int, _ text: String) throws {
    #expect(SizeText.format(bytes) == text)
    #expect(try SizeText.parse(text) == bytes)
  }

  private func expect(_ message: String, _ read: () throws -> some Any) {
    let error = #expect(throws: BadValue.self) { _ = try read() }
    #expect(error?.message == message)
  }
}
