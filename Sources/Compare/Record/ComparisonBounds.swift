internal import Reports

/// What the parts of a comparison may be.
struct ComparisonBounds {
  /// The names that there are.
  let names: [String]

  /// Things in a list: far more than any comparison has, far fewer than fill the memory.
  private static let mostInList = 10_000
  /// Bytes of a text.
  private static let longestText = 20_000
  /// Bytes of a name or a key.
  private static let longestName = 200
  /// More than these no page has colours for, and no table columns.
  private static let mostContestants = 64

  func check<Element>(list: [Element], _ way: String) throws(RecordError) {
    guard list.count <= Self.mostInList else {
      throw .wrongValue(way, expected: "a list of at most \(Self.mostInList)")
    }
  }

  func check(texts: [String], _ way: String) throws(RecordError) {
    try check(list: texts, way)
    guard texts.allSatisfy({ $0.utf8.count <= Self.longestText }) else {
      throw .wrongValue(way, expected: "text of at most \(Self.longestText) bytes")
    }
  }

  func check(key: String, _ way: String) throws(RecordError) {
    guard (1...Self.longestName).contains(key.utf8.count) else {
      throw .wrongValue(way, expected: "a name of 1 to \(Self.longestName) bytes")
    }
  }

  func check(name: String, _ way: String) throws(RecordError) {
    guard names.contains(name) else { throw .wrongValue(way, expected: "the name of a contestant") }
  }

  /// Names of contestants, none of them twice.
  func check(names: [String], _ way: String) throws(RecordError) {
    // Before each is looked for.
    guard names.count <= Self.mostContestants, Set(names).count == names.count else {
      throw .wrongValue(way, expected: "a list in which no contestant comes twice")
    }
    for name in names { try check(name: name, way) }
  }

  func checkContestants(_ contestants: [ContestantRecord]) throws(RecordError) {
    guard contestants.count <= Self.mostContestants else {
      throw .wrongValue("contestants", expected: "a list of at most \(Self.mostContestants)")
    }
    try check(names: contestants.map(\.name), "contestants")
    for (index, contestant) in contestants.enumerated() {
      try check(key: contestant.name, "contestants[\(index)].name")
      try check(
        texts: [contestant.command, contestant.description], "contestants[\(index)].command")
    }
  }

  func check(line: [PointRecord], _ way: String) throws(RecordError) {
    try check(list: line, way)
    for point in line {
      try RecordBounds.check(point.x, way)
      try RecordBounds.check(point.y, way)
    }
  }
}
