import Testing

@testable import swiftlet

/// The help: fits a screen, leaves nothing out, and tells the truth about defaults.
@Suite struct HelpTextTests {
  @Test(arguments: ["", "serve", "stress", "stress diff", "stress merge", "compare", "connect"])
  func fitsAScreenOrTwo(_ command: String) throws {
    let help = try shown(["help"] + words(command))
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    // A load has many options: two screens of the usual 24 lines and a bit.
    #expect(lines.count <= (command == "stress" ? 62 : 50) + 1)
    for line in lines { #expect(line.count <= 80 && line.last != " ", "\(line)") }
    #expect(help.utf8.allSatisfy { $0 < 128 })
    #expect(help.contains("Examples:\n  swiftlet "))
  }

  @Test(arguments: ["serve", "stress", "stress diff", "stress merge", "compare", "connect"])
  func isTheSameHoweverItIsAskedFor(_ command: String) throws {
    let help = try shown(["help"] + words(command))
    #expect(try shown(words(command) + ["--help"]) == help)
    #expect(try shown(words(command) + ["-h"]) == help)
    #expect(help.hasPrefix("Usage: swiftlet \(command) [OPTIONS]"))
  }

  @Test func mentionsEveryOptionWithItsDefault() {
    everyOptionIsMentioned(ServeOptions.table)
    everyOptionIsMentioned(StressOptions.table)
    everyOptionIsMentioned(StressDiffOptions.table)
    everyOptionIsMentioned(StressMergeOptions.table)
    everyOptionIsMentioned(CompareOptions.table)
    everyOptionIsMentioned(ConnectOptions.table)
    everyOptionIsMentioned(TopOptions.table)
  }

  @Test func everyDefaultShownIsTheDefault() throws {
    try defaultsAreTrue(ServeOptions.table)
    try defaultsAreTrue(StressOptions.table)
    try defaultsAreTrue(ConnectOptions.table)
  }

  @Test func everyExampleIsUnderstood() throws {
    let examples =
      ServeOptions.table.examples + StressOptions.table.examples + StressDiffOptions.table.examples
      + StressMergeOptions.table.examples + CompareOptions.table.examples
      + ConnectOptions.table.examples + TopOptions.table.examples
    for example in examples {
      let words = unquoted(example)
      let program = try #require(words.lastIndex(of: "swiftlet"))
      #expect(throws: Never.self, "\(example)") {
        try Invocation.read(Array(words[(program + 1)...]))
      }
    }
  }

  @Test func namesAreUsedOnce() {
    namesAreUnique(ServeOptions.table)
    namesAreUnique(StressOptions.table)
    namesAreUnique(CompareOptions.table)
  }

  /// The words as a shell would take them apart.
  private func unquoted(_ line: String) -> [String] {
    var words = [""]
    var isQuoted = false
    for character in line {
      if character == "'" {
        isQuoted.toggle()
      } else if character == " ", !isQuoted {
        words.append("")
      } else {
        words[words.count - 1].append(character)
      }
    }
    return words
  }

  private func words(_ command: String) -> [String] {
    command.split(separator: " ").map { String($0) }
  }

  private func shown(_ words: [String]) throws -> String {
    guard case .show(let text) = try Invocation.read(words) else { return "" }
    return text
  }

  private func everyOptionIsMentioned<Options>(_ table: OptionTable<Options>) {
    // Wrapping may break a line anywhere between words.
    let help = HelpText(table).text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for option in table.options {
      let name = option.written.split(separator: " ").joined(separator: " ")
      let shown = option.defaultText.map { " (default \($0))" } ?? ""
      #expect(help.contains("\(name) \(option.help)\(shown)"), "--\(option.long)")
    }
  }

  private func defaultsAreTrue<Options>(_ table: OptionTable<Options>) throws {
    for option in table.options {
      guard let text = option.defaultText, case .value(let take) = option.effect else { continue }
      var options = table.defaults
      try take(&options, text)
      #expect(options == table.defaults, "--\(option.long) \(text)")
    }
  }

  private func namesAreUnique<Options>(_ table: OptionTable<Options>) {
    #expect(Set(table.options.map(\.long)).count == table.options.count)
    let letters = table.options.compactMap(\.short)
    #expect(Set(letters).count == letters.count)
  }
}
