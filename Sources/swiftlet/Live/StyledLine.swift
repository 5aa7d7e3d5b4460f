/// A line of text whose pieces have styles; knows its own width.
struct StyledLine: Equatable {
  private struct Piece: Equatable {
    let text: String
    let style: Terminal.Style?
  }

  private var pieces: [Piece] = []

  /// An empty line.
  init() {}

  /// A line of one piece.
  init(_ text: String, _ style: Terminal.Style? = nil) { add(text, style) }

  /// Columns that it takes; everything that is written here is one column wide.
  var width: Int { pieces.reduce(0) { $0 + $1.text.count } }

  /// The text alone.
  var text: String { pieces.map(\.text).joined() }

  /// Adds a piece at the end.
  mutating func add(_ text: String, _ style: Terminal.Style? = nil) {
    if !text.isEmpty { pieces.append(Piece(text: text, style: style)) }
  }

  /// Adds blanks until the line is `width` columns wide.
  mutating func pad(to width: Int) {
    add(String(repeating: " ", count: max(0, width - self.width)))
  }

  /// The line cut to `width` columns, with the escapes of its styles.
  func rendered(on terminal: Terminal, width: Int) -> String {
    var rest = max(0, width)
    var rendered = ""
    for piece in pieces where rest > 0 {
      let text = terminal.spelled(String(piece.text.prefix(rest)))
      rest -= text.count
      rendered += piece.style.map { terminal.styled(text, $0) } ?? text
    }
    return rendered
  }
}
