import Reports

/// Another server as the command line names it: `socat=socat TCP-LISTEN:{port},fork EXEC:cat`.
enum PeerText {
  /// A server and the words of its command.
  struct Peer: Equatable, Sendable {
    let name: String
    let words: [String]
  }

  /// Reads one.
  static func parse(_ text: String) throws(BadValue) -> Peer {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.count == 2, !sides[0].isEmpty else {
      throw BadValue(
        "'\(text)' has no name", hint: "write NAME=COMMAND, for instance 'mine=./server {port}'")
    }
    let words = try words(of: String(sides[1]))
    guard !words.isEmpty else {
      throw BadValue("'\(text)' has no command", hint: "write NAME=COMMAND")
    }
    guard words.contains(where: { $0.contains("{port}") }) else {
      throw BadValue(
        "the command of '\(sides[0])' lacks {port}",
        hint: "write {port} where it expects the port to listen on")
    }
    return Peer(name: String(sides[0]), words: words)
  }

  /// A path that is not empty.
  static func path(_ text: String) throws(BadValue) -> String? {
    if text.isEmpty { throw BadValue("the path is empty") }
    return text
  }

  /// Cuts a command at its spaces, as a shell does; quotes and backslashes keep what they guard.
  private static func words(of command: String) throws(BadValue) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in command {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil, !isEscaped else {
      throw BadValue("a quote in '\(command)' is not closed", hint: "close it")
    }
    if let word { words.append(word) }
    return words
  }
}
