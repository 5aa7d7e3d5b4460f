internal import FoundationEssentials

/// Moments as files write them.
package enum TimeText {
  /// `2026-02-03T04:05:06.789Z`: ISO 8601, UTC, milliseconds.
  ///
  /// - Parameter unixSeconds: since 1970-01-01 00:00 UTC.
  package static func iso8601(unixSeconds: Double) -> String {
    // The style cuts off, and 0.789 is below itself in binary: a tenth of a millisecond repairs it.
    let date = Date(timeIntervalSince1970: (unixSeconds * 1000).rounded() / 1000 + 0.000_1)
    return Date.ISO8601FormatStyle(includingFractionalSeconds: true).format(date)
  }
}
