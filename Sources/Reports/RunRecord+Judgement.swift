/// What a run is worth: judged here, for the exit status, the table's last line and the page alike.
extension RunRecord {
  /// Whether every message was answered, and answered right, those of difficult peers included.
  public var isClean: Bool {
    errors == 0 && mismatches == 0 && !companions.contains { $0.wrong > 0 }
  }

  /// Whether not one reply was measured, so that there are no figures to judge.
  package var isEmpty: Bool { messages == 0 }

  /// Whether a server that answered all right did less than it was offered.
  ///
  /// A hundredth is what a run's ends and the chance of Poisson arrivals may cost.
  package var isShort: Bool {
    guard let target = targetPerSecond, target > 0 else { return unsent > 0 }
    return unsent > 0 || messagesPerSecond < 0.99 * target
  }
}
