/// What a number in a file may be, so that what reckons with it can neither trap nor wrap: sums of
/// a few of them still fit.
package enum RecordBounds {
  /// Counts: what a `Double` still tells apart, and JSON with it.
  package static let counts = 0...(1 << 53)
  /// Seconds, microseconds, rates and shares: 30,000 years, or a million million a second.
  package static let amounts = 0.0...1e12
  /// Moments, in seconds since 1970: up to the year 9999.
  package static let moments = 0.0...253_402_300_799

  /// Refuses what is no count.
  package static func check(count: Int?, _ name: @autoclosure () -> String) throws(RecordError) {
    guard let count, !counts.contains(count) else { return }
    throw .wrongValue(name(), expected: "a count from 0 to 2^53")
  }

  /// Refuses what is no amount.
  package static func check(_ amount: Double?, _ name: @autoclosure () -> String)
    throws(RecordError)
  {
    guard let amount, !amounts.contains(amount) else { return }
    throw .wrongValue(name(), expected: "a number from 0 to 1e12")
  }

  /// Refuses what is no moment.
  package static func check(moment: Double, _ name: @autoclosure () -> String) throws(RecordError) {
    guard !moments.contains(moment) else { return }
    throw .wrongValue(name(), expected: "a moment")
  }

  /// Refuses counts that together are none.
  package static func check(
    sum values: some Sequence<Int>, _ name: String, of what: String
  ) throws(RecordError) {
    var sum = 0
    for value in values {
      // Each is a count, and so was the sum.
      sum += value
      guard counts.contains(sum) else {
        throw .wrongValue(name, expected: "a list whose \(what) together are at most 2^53")
      }
    }
  }
}
