/// Sizes in bytes as people write them: `64`, `64B`, `16KiB`, `1MiB`, and the decimal
/// `KB`, `MB`, `GB`; upper or lower case.
package enum SizeText {
  private static let units: [(name: String, bytes: Int)] = [
    ("", 1), ("b", 1), ("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30),
    ("kb", 1_000), ("mb", 1_000_000), ("gb", 1_000_000_000),
  ]

  private static let hint = "write it like 64, 16KiB or 1MiB (KB and MB are decimal)"

  /// Reads a size of any number of bytes.
  package static func parse(_ text: String) throws(BadValue) -> Int {
    guard let number = NumberWithUnit(text) else {
      throw BadValue("'\(text)' is not a size", hint: hint)
    }
    let unit = number.unit.lowercased()
    guard let scale = units.first(where: { $0.name == unit })?.bytes else {
      // 64K means 64000 to some and 65536 to others: better asked than guessed.
      let prefix = text.dropLast(number.unit.count)
      let letter = unit.uppercased()
      let ambiguous = ["k", "m", "g"].contains(unit)
      throw BadValue(
        "'\(text)' has no unit of size: '\(number.unit)'",
        hint: ambiguous ? "\(prefix)\(letter)iB is binary, \(prefix)\(letter)B decimal" : hint)
    }
    guard let bytes = number.scaled(by: scale) else {
      throw BadValue("'\(text)' is not a whole number of bytes, or too many", hint: hint)
    }
    return bytes
  }

  /// A reader of sizes within `range`, in bytes.
  package static func within(_ range: ClosedRange<Int>)
    -> @Sendable (String) throws(BadValue) -> Int
  {
    { (text: String) throws(BadValue) -> Int in
      let bytes = try parse(text)
      guard range.contains(bytes) else {
        throw BadValue(
          "'\(text)' is out of range",
          hint: "from \(format(range.lowerBound)) to \(format(range.upperBound))")
      }
      return bytes
    }
  }

  /// The shortest exact way to write a size with its unit: `1MiB`, `1500B`.
  package static func format(_ bytes: Int) -> String {
    let text = shortest(bytes)
    return text.last == "B" ? text : text + "B"
  }

  /// The shortest exact way to write a size: `1MiB`, `1500`.
  package static func shortest(_ bytes: Int) -> String {
    for (name, unit) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
    where bytes >= unit && bytes % unit == 0 { return "\(bytes / unit)\(name)" }
    return "\(bytes)"
  }
}
