import Reports

/// A word out of a fixed few (`--model reactor`).
enum ChoiceText {
  /// The words that `Choice` offers, in the order they are declared.
  static func words<Choice: CaseIterable & RawRepresentable<String>>(
    _ type: Choice.Type
  ) -> [String] {
    type.allCases.map(\.rawValue)
  }

  /// Reads one of the words of `Choice`.
  static func parse<Choice: CaseIterable & RawRepresentable<String>>(
    _ text: String
  ) throws(BadValue) -> Choice {
    if let choice = Choice(rawValue: text) { return choice }
    let words = words(Choice.self)
    let hint =
      Suggestion.question(for: text, among: words)
      ?? "one of: \(words.joined(separator: ", "))"
    throw BadValue("unknown word '\(text)'", hint: hint)
  }

  /// Reads several of the words, separated by commas, each once; `all` is all of them.
  static func parseSome<Choice: CaseIterable & RawRepresentable<String> & Equatable>(
    _ text: String
  ) throws(BadValue) -> [Choice] {
    if text == "all" { return Array(Choice.allCases) }
    // Without a model there may still be peers.
    if text == "none", !words(Choice.self).contains(text) { return [] }
    var chosen: [Choice] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let choice: Choice = try parse(String(word))
      if !chosen.contains(choice) { chosen.append(choice) }
    }
    return chosen
  }
}
