import Measurement
import Testing

@Suite("Human formats")
struct HumanFormatTests {
  @Test(
    "durations",
    arguments: [
      (0, "0 ns"), (1, "1 ns"), (999, "999 ns"), (1.5, "1.50 ns"), (0.25, "0.25 ns"),
      (999.9, "1.00 µs"), (1000, "1.00 µs"), (9994, "9.99 µs"), (9996, "10.0 µs"),
      (99_940, "99.9 µs"), (99_960, "100 µs"), (142_000, "142 µs"), (999_499, "999 µs"),
      (999_600, "1.00 ms"), (1_240_000, "1.24 ms"), (1_204_000, "1.20 ms"),
      (1_004_000, "1.00 ms"), (12_340_000, "12.3 ms"), (2_010_000_000, "2.01 s"),
      (60e9, "60.0 s"), (999.6e9, "1,000 s"), (4320e9, "4,320 s"), (-1500, "-1.50 µs"),
      (.nan, "n/a"), (.infinity, "n/a"),
    ] as [(Double, String)])
  func duration(nanoseconds: Double, expected: String) {
    #expect(HumanFormat.duration(nanoseconds: nanoseconds) == expected)
  }

  @Test("durations of whole nanoseconds", arguments: [(0, "0 ns"), (142_000, "142 µs")])
  func wholeDuration(nanoseconds: UInt64, expected: String) {
    #expect(HumanFormat.duration(nanoseconds: nanoseconds) == expected)
  }

  @Test(
    "byte rates",
    arguments: [
      (0, "0 B/s"), (512, "512 B/s"), (999.6, "1.00 kB/s"), (1024, "1.02 kB/s"),
      (48e6, "48.0 MB/s"), (1.2e9, "1.20 GB/s"), (12.34e12, "12.3 TB/s"), (5e15, "5,000 TB/s"),
    ] as [(Double, String)])
  func byteRate(rate: Double, expected: String) {
    #expect(HumanFormat.byteRate(rate) == expected)
  }

  @Test(
    "counts",
    arguments: [
      (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (12_345, "12,345"),
      (123_456, "123,456"), (1_234_567, "1,234,567"), (-1234, "-1,234"),
      (.max, "9,223,372,036,854,775,807"), (.min, "-9,223,372,036,854,775,808"),
    ] as [(Int, String)])
  func count(value: Int, expected: String) {
    #expect(HumanFormat.count(value) == expected)
  }

  @Test(
    "rounded counts",
    arguments: [
      (0, "0"), (0.4, "0"), (1234.5, "1,235"), (123_456.7, "123,457"), (-1999.6, "-2,000"),
      (1e300, "n/a"), (.nan, "n/a"),
    ] as [(Double, String)])
  func roundedCount(value: Double, expected: String) {
    #expect(HumanFormat.count(rounding: value) == expected)
  }
}
