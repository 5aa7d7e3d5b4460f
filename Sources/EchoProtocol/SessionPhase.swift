/// Where a session is in its life: `EchoStatus`, told apart a little finer.
@usableFromInline
enum SessionPhase: UInt8, Sendable {
  /// Input is welcome.
  case open
  /// The sink refused a job, whose frame and all input after it are held.
  case stalled
  /// The same, and the peer has ended its input: once digested, the session ends.
  case stalledAtEnd
  /// No more input is wanted; replies are still owed.
  case ending
  /// Nothing is owed.
  case ended
  /// Nothing is owed before the failure, and nothing is answered after it.
  case failed

  /// What a caller may tell a session.
  enum Event: String {
    case receive, resume, complete, inputEnded
  }

  /// Traps when an event cannot happen in this phase: the caller has lost track of the session.
  func check(_ event: Event) {
    switch (self, event) {
    case (.open, .receive),
      (.stalled, .resume), (.stalledAtEnd, .resume),
      (.open, .complete), (.stalled, .complete), (.stalledAtEnd, .complete), (.ending, .complete),
      // A failure does not wait for the jobs that come after it, so they return later.
      (.failed, .complete),
      // The peer may close at any moment, so this news is never wrong.
      (.open, .inputEnded), (.stalled, .inputEnded), (.stalledAtEnd, .inputEnded),
      (.ending, .inputEnded), (.ended, .inputEnded), (.failed, .inputEnded):
      return
    case (.stalled, .receive), (.stalledAtEnd, .receive),
      (.ending, .receive), (.ended, .receive), (.failed, .receive),
      (.open, .resume), (.ending, .resume), (.ended, .resume), (.failed, .resume),
      (.ended, .complete):
      impossible(event)
    }
  }

  /// Ends the program.
  ///
  /// `fatalError`, because a precondition's message is lost in a release build.
  @inline(never)
  private func impossible(_ event: Event) -> Never {
    fatalError("EchoSession: `\(event.rawValue)` is impossible in state `\(self)`")
  }
}
