import EchoProtocol

/// "Did you mean …?": the nearest known word to a mistyped one.
enum Suggestion {
  /// The question to put to the user, or `nil` when nothing known is close to `word`.
  ///
  /// - Parameter prefix: what the user writes in front of a candidate: `--`.
  static func question(
    for word: String, among candidates: [String], prefix: String = ""
  ) -> String? {
    let meant = nearest(to: word, among: candidates)
    return meant.isEmpty
      ? nil : "did you mean \(meant.map { prefix + $0 }.joined(separator: " or "))?"
  }

  /// The words of `candidates` that `word` most likely meant.
  ///
  /// A word that begins a few candidates means one of those (`--conn`). Otherwise the nearest by
  /// typing mistakes wins, if it is near enough.
  static func nearest(to word: String, among candidates: [String]) -> [String] {
    guard !word.isEmpty else { return [] }
    let begun = candidates.filter { $0.hasPrefix(word) }
    if (1...3).contains(begun.count) { return begun }
    return nearestName(to: word, among: candidates).map { [$0] } ?? []
  }
}
