import CLinux
import Compare
import Measurement
import Reactor
import Reports
import Sockets

/// `swiftlet compare`: runs the comparison, reports, and holds it against an earlier one.
struct CompareCommand {
  let options: CompareOptions
  let console: Console
  /// The command as it was typed.
  let words: [String]

  func run() throws(CommandError) -> ExitStatus {
    // Before the comparison: what cannot be read or written must not cost ten minutes.
    let baseline = try options.baseline.map { (path) throws(CommandError) in try Self.read(path) }
    let page = try options.html.map { (path) throws(CommandError) in
      try ReportFile(creating: path)
    }
    let file = try options.jsonFile.map { (path) throws(CommandError) in
      try ReportFile(creating: path)
    }
    let progress = CompareProgress(console)
    let leave: @Sendable () -> Void = {
      page?.discard()
      file?.discard()
    }
    let plan = options.plan(words)
    // While there is one thread: those that will be started take it over.
    let cores = CorePlan.current()
    cores.pinCurrentThreadToClient()
    let cleanup = SignalCleanup {
      progress.clear()
      leave()
    }
    defer {
      leave()
      cleanup?.close()
    }
    let record = try runForRecord(plan, cores, progress, leave: leave)
    progress.clear()
    if options.json {
      console.output(try Self.json(record))
    } else {
      console.output(console.outputTerminal.spelled(ComparisonText(record).text))
    }
    // One that cannot be written must not cost the other.
    let pageResult = Result { () throws(CommandError) in
      try page?.write(ComparisonHTML(record).text)
    }
    try file?.write(try Self.json(record))
    try pageResult.get()
    if record.isPartial { return .refused }
    return try baseline.map { (old) throws(CommandError) in try check(old, record) } ?? .well
  }

  /// Runs it until it is over, or a signal has ended it early; a second one ends the process.
  ///
  /// - Parameter leave: what is to be done before the process ends at once.
  private func runForRecord(
    _ plan: ComparisonPlan, _ cores: CorePlan, _ progress: CompareProgress,
    leave: @escaping @Sendable () -> Void
  ) throws(CommandError) -> ComparisonRecord {
    do {
      return try EventLoop.run { loop in
        let signals = try loop.signals(.interrupt, .terminate)
        let task = Task {
          await Comparison(plan, cores: cores).run { progress.show($0) }
        }
        let interruption = Interruption()
        interruption.whenWanted { task.cancel() }
        // On the loop: the other threads may all be busy with the comparison.
        let watch = Task(executorPreference: loop.taskExecutor) {
          for await signal in signals {
            if case .abort = interruption.again() {
              progress.clear()
              leave()
              // As a shell reports a process that the signal has ended; the guardians see to it that
              // the servers end too.
              _exit(128 + signal.rawValue)
            }
            progress.say("ending: what was measured until now is reported; again ends it at once")
          }
        }
        let record = await task.value
        watch.cancel()
        return record
      }
    } catch {
      throw .unavailable("\(error)")
    }
  }

  private static func json(_ record: ComparisonRecord) throws(CommandError) -> String {
    do throws(RecordError) {
      return try record.json()
    } catch {
      throw .software("the comparison cannot be written: \(error)")
    }
  }

  private static func read(_ path: String) throws(CommandError) -> ComparisonRecord {
    let bytes = try InputFile.bytes(of: path)
    do throws(RecordError) {
      return try ComparisonRecord(json: bytes)
    } catch {
      throw .unavailable(
        "'\(path)': \(error)", hint: "it takes what 'swiftlet compare --json-file FILE' wrote")
    }
  }

  /// Holds a comparison against an earlier one.
  private func check(
    _ old: ComparisonRecord, _ new: ComparisonRecord
  ) throws(CommandError) -> ExitStatus {
    let changes = RatioBaseline(old.ratios).check(new.ratios)
    guard !changes.isEmpty else {
      throw .unavailable(
        "--check has nothing to compare: the earlier comparison holds no ratio",
        hint: "it takes at least three rounds of two contestants")
    }
    let known = changes.count { if case .missing = $0.outcome { false } else { true } }
    guard known > 0 else {
      throw .unavailable("--check has nothing to compare: the two have no cell in common")
    }
    let moved = changes.filter { if case .moved = $0.outcome { true } else { false } }
    for change in moved { console.error("MOVED: \(change.line)\n") }
    console.error(
      "\(HumanFormat.count(known)) ratios checked, \(HumanFormat.count(moved.count)) have moved\n")
    return moved.isEmpty ? .well : .refused
  }
}

extension CompareOptions {
  /// The comparison that was asked for.
  func plan(_ words: [String]) -> ComparisonPlan {
    let rivals = models.map { model in
      let isFixed = model == .pool || model == .prefork
      return Rival(
        name: model.rawValue,
        kind: .model(
          program: ["/proc/self/exe"], model: model.rawValue,
          options: isFixed ? ["--pool-size", "\(poolSize)"] : []),
        summary: model.summary, clientLimit: isFixed ? poolSize : nil)
    }
    let others = peers.map { peer in
      Rival(name: peer.name, kind: .peer(words: peer.words), summary: "another server")
    }
    var plan = ComparisonPlan(
      rivals + others, scale: quick ? .quick : .full, version: Invocation.version,
      command: ["swiftlet"] + words.dropFirst())
    plan.works = works
    if let rounds { plan.rounds = rounds }
    if let duration { plan.secondsPerRun = duration / .seconds(1) }
    return plan
  }
}

extension ServeOptions.Model {
  /// What it is, in one line.
  var summary: String {
    switch self {
    case .reactor: "one loop, a state machine per connection, workers for what computes or blocks"
    case .async: "the same loop and workers, straight-line code"
    case .thread: "a thread per client, calls that block"
    case .pool: "a fixed set of threads, each serving one client at a time"
    case .process: "a process per client, forked when it comes"
    case .prefork: "a fixed set of processes, each serving one client at a time"
    }
  }
}
