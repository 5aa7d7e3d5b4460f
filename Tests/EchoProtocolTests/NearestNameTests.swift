import Testing

@testable import EchoProtocol

struct NearestNameTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("upper", "upper", 0), ("uper", "upper", 1), ("puper", "upper", 1),
    ("lower", "upper", 3), ("sha265", "sha256", 1), ("abc", "abcdef", Int.max),
  ])
  func countsEdits(left: String, right: String, distance: Int) {
    #expect(editDistance(Array(left.utf8), Array(right.utf8)) == distance)
    #expect(editDistance(Array(right.utf8), Array(left.utf8)) == distance)
  }

  @Test(arguments: [
    ("uper", "upper"), ("lowre", "lower"), ("sha", nil), ("sha-256", "sha256"), ("bunr", "burn"),
    ("", nil), ("xyzzy", nil), ("watt", "wait"),
  ])
  func findsTheNearest(word: String, name: String?) {
    #expect(nearestName(to: word, among: ["upper", "lower", "sha256", "burn", "wait"]) == name)
  }
}
