/// The help of a command, laid out from its table: 80 columns, plain ASCII.
struct HelpText {
  /// The widest line.
  static let width = 80

  /// The column where the help of an option begins.
  private static let column = 34

  /// The whole text, ending in a newline.
  private(set) var text = ""

  /// Lays out a command's table.
  ///
  /// - Parameter commands: for the front of several commands, their names and summaries.
  init<Options>(_ table: OptionTable<Options>, commands: [(name: String, help: String)] = []) {
    let operands = table.operand.map { $0.usage } ?? "COMMAND"
    let usage = "Usage: \(table.program) [OPTIONS]" + (operands.isEmpty ? "" : " " + operands)
    text = "\(usage)\n\n\(table.summary)\n"
    for line in table.details { text += line + "\n" }

    if let operand = table.operand, !operands.isEmpty {
      text += "\n"
      entry(operand.placeholder, operand.help, default: operand.defaultText, column: 13)
    }
    heading("Commands", commands)
    for group in table.groups {
      text += "\n\(group.title):\n"
      for option in group.options {
        entry(option.written, option.help, default: option.defaultText, column: Self.column)
      }
    }
    heading("Examples", table.examples.map { ($0, "") })
  }

  private mutating func heading(_ title: String, _ lines: [(name: String, help: String)]) {
    guard !lines.isEmpty else { return }
    text += "\n\(title):\n"
    for line in lines { entry(line.name, line.help, column: 13) }
  }

  /// One name with its help wrapped beside it, or two spaces behind it where the name is long.
  private mutating func entry(
    _ name: String, _ help: String, default defaultText: String? = nil, column: Int
  ) {
    var line = "  " + name
    if !help.isEmpty { line += spaces(max(2, column - line.count)) }
    var startsLine = true
    let words = help.split(separator: " ").map { String($0) }
    for word in words + (defaultText.map { ["(default \($0))"] } ?? []) {
      if !startsLine, line.count + 1 + word.count > Self.width {
        text += line + "\n"
        line = spaces(column)
        startsLine = true
      }
      line += startsLine ? word : " " + word
      startsLine = false
    }
    text += line + "\n"
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

extension Option {
  /// The option as the help writes it: `-c, --connections N`.
  var written: String {
    let letter = short.map { "-\($0), " } ?? "    "
    return letter + "--" + long + (placeholder.map { " " + $0 } ?? "")
  }
}

extension OptionTable.Operand {
  /// The operand as the usage line writes it: `ENDPOINT`, `FILE FILE`, `[ENDPOINT...]`, or nothing.
  var usage: String {
    if count.lowerBound == count.upperBound {
      return Array(repeating: placeholder, count: count.lowerBound).joined(separator: " ")
    }
    let many = count.upperBound > 1 ? placeholder + "..." : placeholder
    return count.lowerBound == 0 ? "[\(many)]" : many
  }
}
