import Reports

/// When a load is to begin: `+3s` from now, seconds since 1970, or a date of ISO 8601 that says
/// where in the world.
enum StartTime: Equatable {
  /// So long after the program began.
  case after(Duration)
  /// At a time since 1970-01-01 00:00 UTC.
  case at(Duration)

  /// The time since 1970-01-01 00:00 UTC that is meant.
  func sinceEpoch(now: Duration) -> Duration {
    switch self {
    case .after(let delay): now + delay
    case .at(let time): time
    }
  }
}

/// Points in time as the command line writes them.
enum StartText {
  private static let hint = "write it like +3s, 1767225600 or 2026-01-01T00:00:00Z"

  /// Reads a time.
  static func parse(_ text: String) throws(BadValue) -> StartTime {
    if text.hasPrefix("+") {
      return .after(
        try ValuePart(text).read { (_) throws(BadValue) in
          try DurationText.parse(String(text.dropFirst()))
        })
    }
    if let number = NumberWithUnit(text), number.unit.isEmpty {
      guard let nanoseconds = number.scaled(by: 1_000_000_000) else { throw bad(text) }
      return .at(.nanoseconds(nanoseconds))
    }
    guard let time = date(text) else { throw bad(text) }
    return .at(time)
  }

  private static func bad(_ text: String) -> BadValue {
    BadValue("'\(text)' is not a time", hint: hint)
  }

  /// Reads `YYYY-MM-DDThh:mm[:ss[.fff]]` with `Z` or an offset behind it (RFC 3339, and ISO 8601
  /// with the seconds left out or without the colon in the offset).
  private static func date(_ text: String) -> Duration? {
    let pattern =
      /(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d\d):?(\d\d)?)/
    guard let match = text.wholeMatch(of: pattern) else { return nil }
    func number(_ digits: Substring?) -> Int { digits.flatMap { Int($0) } ?? 0 }
    let (year, month, day) = (number(match.1), number(match.2), number(match.3))
    let (hour, minute, second) = (number(match.4), number(match.5), number(match.6))
    let (offsetHours, offsetMinutes) = (number(match.10), number(match.11))
    guard (1...12).contains(month), (1...days(in: month, of: year)).contains(day), hour < 24,
      minute < 60, second < 61, offsetHours < 24, offsetMinutes < 60
    else { return nil }
    let offset = (offsetHours * 60 + offsetMinutes) * (match.9 == "-" ? -60 : 60)
    let fraction = match.7 ?? ""
    let zeros = String(repeating: "0", count: 9 - fraction.count)
    let seconds =
      daysSince1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
    guard seconds >= 0 else { return nil }
    return .seconds(seconds) + .nanoseconds(number(fraction + zeros))
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// Counts days in the Gregorian calendar, with the leap day last in a year that begins in March.
  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let month = month <= 2 ? month + 9 : month - 3
    let leapDays = year / 4 - year / 100 + year / 400
    return year * 365 + leapDays + (month * 153 + 2) / 5 + day - 719_469
  }
}
