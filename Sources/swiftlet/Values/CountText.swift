import Reports

/// Whole numbers as the command line writes them: decimal digits and nothing else.
enum CountText {
  /// A reader of counts within `range`.
  static func within(_ range: ClosedRange<Int>) -> @Sendable (String) throws(BadValue) -> Int {
    { (text: String) throws(BadValue) -> Int in
      let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
      guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
        throw BadValue("'\(text)' is not a whole number", hint: hint(range))
      }
      // A number too long for an Int is out of any range.
      guard let count = Int(text), range.contains(count) else {
        throw BadValue("'\(text)' is out of range", hint: hint(range))
      }
      return count
    }
  }

  /// A reader of counts within `range` that leaves the choice to the program at `auto`.
  static func withinOrAuto(
    _ range: ClosedRange<Int>
  ) -> @Sendable (String) throws(BadValue) -> Int? {
    let count = within(range)
    return { (text: String) throws(BadValue) -> Int? in
      text == "auto" ? nil : try count(text)
    }
  }

  /// Reads a seed: any number of 64 bits.
  static func seed(_ text: String) throws(BadValue) -> UInt64 {
    guard text.utf8.allSatisfy({ (48...57).contains($0) }), let seed = UInt64(text) else {
      throw BadValue("'\(text)' is not a seed", hint: "a whole number from 0 to \(UInt64.max)")
    }
    return seed
  }

  private static func hint(_ range: ClosedRange<Int>) -> String {
    range.upperBound == Int.max
      ? "a whole number from \(range.lowerBound) up"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
  }
}
