/// A command as a shell reads it.
package enum ShellWords {
  /// Words joined so that a POSIX shell takes them apart again as they were.
  package static func joined(_ words: [String]) -> String {
    words.map(quoted).joined(separator: " ")
  }

  private static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9": true
      default: "@%_-+=:,./".unicodeScalars.contains(scalar)
      }
    }
    if isPlain, !word.isEmpty { return word }
    // Within single quotes nothing is special but the quote itself.
    let inner = word.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: #"'\''"#)
    return "'\(inner)'"
  }
}
