import Testing

@testable import swiftlet

/// "Did you mean …?": near words are found, far ones are not guessed at.
@Suite struct SuggestionTests {
  private static let known = ["serve", "stress", "connect", "connections", "max-connections"]

  @Test(arguments: [
    ("serv", ["serve"]), ("sevre", ["serve"]), ("sterss", ["stress"]), ("conect", ["connect"]),
    ("conn", ["connect", "connections"]), ("max-conections", ["max-connections"]),
    ("s", ["serve", "stress"]), ("", []), ("zebra", []), ("x", []),
  ]) func finds(_ word: String, _ meant: [String]) {
    #expect(Suggestion.nearest(to: word, among: Self.known) == meant)
  }

  @Test func asks() {
    #expect(
      Suggestion.question(for: "conn", among: Self.known, prefix: "--")
        == "did you mean --connect or --connections?")
    #expect(Suggestion.question(for: "zebra", among: Self.known) == nil)
    #expect(Suggestion.question(for: "zebra", among: []) == nil)
  }
}
