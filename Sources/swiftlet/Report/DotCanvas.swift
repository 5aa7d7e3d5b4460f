/// A field of dots that is drawn as text.
struct DotCanvas {
  private let columns: Int
  private let rows: Int
  private var isSet: [[Bool]]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    isSet = Array(repeating: Array(repeating: false, count: columns), count: rows)
  }

  /// Sets the dots of a column between two rows, both included; row 0 is the top.
  mutating func line(column: Int, from: Int, to: Int) {
    for row in min(from, to)...max(from, to) { isSet[row][column] = true }
  }

  /// Each dot a character.
  func plain(_ dot: Character) -> [[Character]] { isSet.map { $0.map { $0 ? dot : " " } } }

  /// Eight dots a character, two wide and four high (Unicode 2800 to 28FF).
  func braille() -> [[Character]] {
    // The bits of the dots, row by row.
    let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    return stride(from: 0, to: rows, by: 4).map { top in
      stride(from: 0, to: columns, by: 2).map { left in
        var pattern: UInt32 = 0
        for row in 0..<4 {
          for column in 0..<2 where isSet[top + row][left + column] {
            pattern |= bits[row][column]
          }
        }
        return pattern == 0
          ? " " : Unicode.Scalar(0x2800 + pattern).map { Character($0) } ?? " "
      }
    }
  }
}
