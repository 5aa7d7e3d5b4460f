extension EchoSession {
  /// Puts a job's reply, and those that waited for it, among the replies.
  mutating func settle(
    _ job: consuming EchoJob, into sink: inout some EchoSink & ~Copyable,
    using workspace: inout EchoWorkspace
  ) {
    checkInWork(job)
    jobsInWork -= 1
    // The answer comes after the failure that ended the session: nobody waits for it.
    guard phase != .failed else { return }
    guard job.sequence == nextReply else { return postpone(job) }
    answer(job, into: &sink, using: &workspace)
    // A job that fails empties the dictionary, and so ends this.
    while let next = finished.removeValue(forKey: nextReply) {
      answer(next, into: &sink, using: &workspace)
    }
    // An emptied dictionary keeps its storage, and an idle session is to own none.
    if finished.isEmpty { finished = [:] }
    endIfNothingIsOwed()
  }

  /// Gathers the reply that is due, or fails if that is what the job came to.
  private mutating func answer(
    _ job: consuming EchoJob, into sink: inout some EchoSink & ~Copyable,
    using workspace: inout EchoWorkspace
  ) {
    if let error = job.failure { return fail(error) }
    workspace.gather(&job.frame, seal: job.seal, into: &sink)
    workspace.giveBack(frame: job.takeFrame())
    nextReply &+= 1
  }

  /// Keeps a job whose turn has not come.
  private mutating func postpone(_ job: consuming EchoJob) {
    if job.failure != nil, phase != .ending {
      // The session is going to fail when the job's turn comes: input after it is wasted work.
      discardHeld()
      phase = .ending
    }
    finished[job.sequence] = job
  }

  /// Traps on a job that is not in work here: a second completion, or another session's job.
  private func checkInWork(_ job: borrowing EchoJob) {
    let sequence = job.sequence
    // Differences, because sequences wrap around.
    let isKnown = sequence &- nextReply < nextSequence &- nextReply
    guard jobsInWork > 0, isKnown, finished[sequence] == nil else {
      fatalError("EchoSession: `complete` for job \(sequence), which is not in work")
    }
    guard job.hasRun else {
      fatalError("EchoSession: `complete` for job \(sequence), which has not run")
    }
  }
}

extension EchoJob {
  /// Moves the frame's buffer out.
  mutating func takeFrame() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &frame)
    return taken
  }
}
