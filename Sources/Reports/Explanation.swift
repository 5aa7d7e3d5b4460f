/// What there is to say about a run in words.
public enum Explanation {
  /// The sentences, the most important first; none where the figures speak for themselves.
  public static func sentences(for record: RunRecord) -> [String] {
    []
  }
}
