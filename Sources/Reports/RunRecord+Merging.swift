internal import Measurement
internal import Stress

extension RunRecord {
  /// One record of several runs that loaded the same servers together, from several machines or
  /// processes.
  ///
  /// Histograms and counts are added, percentiles read off the sums. Intervals are aligned to whole
  /// seconds of the wall clock after the first run began. Rates are over the time in which at least
  /// one run measured. Threads stand one behind another, doubts are united, and ``parts`` remembers
  /// where it all came from. The first run's seed, version and machine are the whole's.
  ///
  /// - Parameters:
  ///   - records: the runs, in any order; a merged one may be among them.
  ///   - command: the command that merges.
  /// - Throws: `MergeError`.
  public static func merged(
    _ records: [RunRecord], command: [String] = ["swiftlet", "stress", "merge"]
  ) throws(MergeError) -> RunRecord {
    // By time, so that the order in which files are named changes nothing.
    let runs = records.enumerated().sorted {
      ($0.element.startedAtUnixSeconds, $0.offset) < ($1.element.startedAtUnixSeconds, $1.offset)
    }
    guard var whole = runs.first?.element else { throw .nothing }
    let parts = runs.map(\.element)
    let time = MeasuredTime(parts)
    whole.command = command
    whole.plan = PlanRecord.merged(parts.map(\.plan))
    try whole.addCounts(of: parts, over: time.union)
    for kind in LatencyKind.allCases {
      try whole.addHistograms(kind, of: runs.map { ($0.offset, $0.element) })
    }
    whole.intervals = try MergedIntervals.intervals(of: runs.map { ($0.offset, $0.element) })
    whole.companions = CompanionRecord.merged(parts.flatMap(\.companions))
    whole.threads = parts.flatMap(\.threads)
    whole.doubts = parts.flatMap(\.doubts).reduce(into: []) { all, doubt in
      if !all.contains(doubt) { all.append(doubt) }
    }
    whole.parts = parts.flatMap { $0.parts.isEmpty ? [PartRecord($0)] : $0.parts }
    whole.explanation = time.warnings + duplicates(parts) + planDifferences(parts)
    // What is written must be read again; and what is explained is reckoned with.
    do { try whole.validate() } catch { throw .tooMany }
    whole.explanation += Explanation.sentences(for: whole)
    return whole
  }

  private mutating func addCounts(
    of parts: [RunRecord], over seconds: Double
  ) throws(MergeError) {
    messages = try sum(parts.map(\.messages))
    messagesTotal = try sum(parts.map(\.messagesTotal))
    unsent = try sum(parts.map(\.unsent))
    connections = try sum(parts.map(\.connections))
    connectionsOpened = try sum(parts.map(\.connectionsOpened))
    errors = try sum(parts.map(\.errors))
    mismatches = try sum(parts.map(\.mismatches))
    let causes = Dictionary(grouping: parts.flatMap(\.errorsByCause), by: \.key)
    errorsByCause = [:]
    for (cause, counts) in causes { errorsByCause[cause] = try sum(counts.map(\.value)) }
    firstMismatch = parts.lazy.compactMap(\.firstMismatch).first
    firstConnectFailure = parts.lazy.compactMap(\.firstConnectFailure).first
    endedEarly = parts.contains { $0.endedEarly }
    clientCPUSeconds = parts.reduce(0) { $0 + $1.clientCPUSeconds }
    durationSeconds = seconds
    messagesPerSecond = seconds > 0 ? Double(messages) / seconds : 0
    /// What a rate over each run's own time comes to over the whole's.
    func overall(_ rate: (RunRecord) -> Double) -> Double {
      seconds > 0 ? parts.reduce(0) { $0 + rate($1) * $1.durationSeconds } / seconds : 0
    }
    bytesPerSecond = overall(\.bytesPerSecond)
    targetPerSecond =
      parts.contains { $0.targetPerSecond != nil } ? overall { $0.targetPerSecond ?? 0 } : nil
  }

  private mutating func addHistograms(
    _ kind: LatencyKind, of runs: [(offset: Int, record: RunRecord)]
  ) throws(MergeError) {
    var whole = Histogram()
    for (offset, record) in runs {
      do {
        guard whole.merge(checked: try record.histogram(kind)) else { throw MergeError.tooMany }
      } catch let error as RecordError {
        throw .damaged(offset, error)
      } catch {
        throw .tooMany
      }
    }
    histograms[kind] = EncodedHistogram(whole)
    let figures = LatencyFigures(whole)
    switch kind {
    case .latency: latency = figures
    case .service: service = figures
    case .firstByte: firstByte = figures
    case .connect: connect = figures
    case .sendLag: sendLag = figures
    }
  }

  /// Says when a run is there twice: allowed, but seldom meant.
  private static func duplicates(_ parts: [RunRecord]) -> [String] {
    let twice = parts.indices.filter { parts[..<$0].contains(parts[$0]) }.count
    if twice == 0 { return [] }
    let words = twice == 1 ? "One run is" : "\(twice) runs are"
    return ["\(words) in it more than once, figure for figure: was a file named twice?"]
  }

  /// Says when the runs were not parts of one load.
  private static func planDifferences(_ parts: [RunRecord]) -> [String] {
    var names: [String] = []
    for part in parts.dropFirst() {
      for difference in RunDifference.between(parts[0], part)
      where difference.matters && !["machine", "load"].contains(difference.what) {
        if !names.contains(difference.what) { names.append(difference.what) }
      }
      if part.plan.model != parts[0].plan.model, !names.contains("load model") {
        names.append("load model")
      }
    }
    if names.isEmpty { return [] }
    return ["The runs were not parts of one load: they differ in \(names.joined(separator: ", "))."]
  }
}

/// A sum that is known to fit.
func sum(_ counts: [Int]) throws(MergeError) -> Int {
  var sum = 0
  for count in counts {
    let (next, overflowed) = sum.addingReportingOverflow(count)
    if overflowed { throw .tooMany }
    sum = next
  }
  return sum
}
