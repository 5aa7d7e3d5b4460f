import Testing

@testable import Compare

/// Figures in sentences.
struct MetricTests {
  @Test(arguments: [
    (Metric.Unit.perSecond, 12_345.4, "12,345/s"), (.microseconds, 1, "1 µs"),
    (.microseconds, 0.25, "250 ns"), (.microseconds, 1_240, "1.24 ms"), (.microseconds, 0, "0 ns"),
    (.microseconds, 999.7, "1 ms"), (.seconds, 90, "90 s"), (.bytes, 8_192, "8 KiB"),
    (.bytes, 217, "217 B"), (.bytes, 1_047_900, "1,023 KiB"), (.bytes, 3 * 0x1p40, "3,072 GiB"),
    (.bytesPerSecond, 1.5e6, "1.5 MB/s"), (.count, 0.125, "0.13"), (.count, 2_000, "2,000"),
  ])
  func figuresHaveThreeDigitsAndAUnit(_ unit: Metric.Unit, _ figure: Double, _ text: String) {
    #expect(unit.text(figure) == text)
  }

  @Test(arguments: [
    (1.0, "1"), (1.384, "1.38"), (1.999, "2"), (12.04, "12"), (12.46, "12.5"), (1234.5, "1,235"),
    (1.05, "1.05"), (0.004, "0"), (-0.5, "-0.5"), (-0.001, "0"), (.infinity, "n/a"), (1e300, "n/a"),
  ])
  func factorsAreShort(_ value: Double, _ text: String) {
    #expect(Factor.digits(value) == text)
  }

  @Test func namesStandInARow() {
    #expect(Factor.list([]) == "" && Factor.list(["a"]) == "a")
    #expect(Factor.list(["a", "b"]) == "a and b" && Factor.list(["a", "b", "c"]) == "a, b and c")
  }
}
