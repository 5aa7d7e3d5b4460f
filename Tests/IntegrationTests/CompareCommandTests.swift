import CLinux
import Foundation
import Measurement
import TestSupport
import Testing

/// `swiftlet compare`: a whole comparison, and everything that may go wrong in one.
///
/// One after the other: each has a load and a server of its own.
@Suite(.serialized) struct CompareCommandTests {
  /// As little as there can be: one work, short runs; not so short that a busy machine answers
  /// nobody in one.
  private static let tiny = ["compare", "--quick", "--work", "churn", "-d", "200ms"]

  private static func start(_ words: [String]) throws -> ChildProcess {
    let child = try ChildProcess(Swiftlet.path, words)
    try child.feed([])
    return child
  }

  /// As little as there can be with ratios that noise does not move: memory.
  private static func compareMemory(
    _ words: [String], each duration: String = "300ms"
  ) async throws -> ChildProcess.Outcome {
    try await start(
      ["compare", "--quick", "--work", "idle", "--models", "reactor,thread", "-d", duration] + words
    ).outcome()
  }

  /// Holds a comparison against a file; again and for longer, where the machine was too busy to
  /// answer anybody.
  private static func check(_ file: String) async throws -> ChildProcess.Outcome {
    var outcome = try await compareMemory(["--check", file])
    for duration in ["1s", "4s", "15s"] where outcome.errors.contains("no cell in common") {
      outcome = try await compareMemory(["--check", file], each: duration)
    }
    return outcome
  }

  private static func compare(_ words: String...) async throws -> ChildProcess.Outcome {
    try await start(tiny + words).outcome()
  }

  /// The object on standard output.
  private static func object(_ outcome: ChildProcess.Outcome) throws -> [String: Any] {
    let parsed = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    return try #require(parsed, "\(outcome.text)\(outcome.errors)")
  }

  /// What became of a contestant in the first cell.
  private static func entry(
    _ name: String, _ outcome: ChildProcess.Outcome
  ) throws -> [String: Any] {
    let works = try #require(object(outcome)["experiments"] as? [[String: Any]])
    let cells = try #require(works.first?["cells"] as? [[String: Any]])
    let entries = try #require(cells.first?["entries"] as? [[String: Any]])
    return try #require(entries.first { $0["contestant"] as? String == name })
  }

  private static func runs(_ entry: [String: Any]) -> Int { (entry["runs"] as? [Any])?.count ?? 0 }

  @Test func aRunEndsInAReportAPageAndARecordThatHoldsAgainstItself() async throws {
    let page = temporaryPath("compare.html")
    let file = temporaryPath("compare.json")
    defer { for path in [page, file] { unlink(path) } }
    let first = try await Self.compareMemory(["--html", page, "--json-file", file])
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.text.contains("reactor") && first.text.contains("thread"))
    #expect(first.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(first.errors == "comparing: idle\n")
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("--work idle"))
    // On a machine that is busy with other tests ratios may move; what is certain is that it reads
    // the record, checks, and says so.
    let second = try await Self.check(file)
    guard !second.errors.contains("holds no ratio") else { return }
    #expect(second.status == 0 || second.errors.contains("MOVED: "), "\(second.errors)")
    #expect(second.errors.contains("1 ratios checked, "), "\(second.errors)")
  }

  @Test func aRatioThatHasMovedIsRefused() async throws {
    let file = temporaryPath("baseline.json")
    defer { unlink(file) }
    let first = try await Self.compareMemory(["--json", "--json-file", file])
    #expect(first.status == 0 && first.errors == "comparing: idle\n")
    #expect(try Self.object(first)["is_partial"] as? Bool == false)
    // As if a thread per client had cost a thousand million times as much then.
    var record = try Self.object(first)
    var works = try #require(record["experiments"] as? [[String: Any]])
    var cells = try #require(works[0]["cells"] as? [[String: Any]])
    var entries = try #require(cells[0]["entries"] as? [[String: Any]])
    for index in entries.indices {
      let cost = entries[index]["contestant"] as? String == "thread" ? 1e9 : 1.0
      entries[index]["runs"] = Array(repeating: ["pss_bytes_per_connection": cost], count: 3)
      entries[index]["skipped"] = nil
    }
    cells[0]["entries"] = entries
    works[0]["cells"] = cells
    record["experiments"] = works
    try JSONSerialization.data(withJSONObject: record).write(to: URL(fileURLWithPath: file))
    let second = try await Self.check(file)
    #expect(second.status == 1, "\(second.errors)")
    #expect(second.errors.contains("MOVED: idle: "), "\(second.errors)")
    #expect(second.errors.contains("1 ratios checked, 1 have moved"), "\(second.errors)")
    expectNoCrash(second)
  }

  @Test(arguments: [
    ("bad=/bin/false {port}", "exited with status 1"),
    ("bad=no-such-program-anywhere {port}", "command not found"),
    // Says something else: the echo of another byte.
    (
      """
      bad=python3 -c 'import socket,sys,threading
      s=socket.create_server(("127.0.0.1",int(sys.argv[1])))
      def serve(c):
        try:
          while c.recv(65536): c.sendall(b"y" * 64)
        except OSError: pass
      while True: threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()
      ' {port}
      """, "it does not echo"
    ),
    // Ends at its third connection; the first is the probe of whoever waits for it.
    (
      """
      bad=python3 -c 'import socket,sys,os
      s=socket.create_server(("127.0.0.1",int(sys.argv[1])))
      for i in range(3): c=s.accept()[0]
      os._exit(7)
      ' {port}
      """, "exited with status 7 while it was in use"
    ),
    // Listens, and never takes anybody.
    (
      """
      bad=python3 -c 'import socket,sys,time
      s=socket.create_server(("127.0.0.1",int(sys.argv[1])),backlog=200)
      time.sleep(3600)
      ' {port}
      """, "timed out"
    ),
  ])
  func aPeerThatMisbehavesSpoilsNothing(_ peer: String, _ reason: String) async throws {
    let outcome = try await Self.compare("--models", "reactor,thread", "--peer", peer, "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    expectNoCrash(outcome)
    let bad = try Self.entry("bad", outcome)
    let why = bad["skipped"] as? String ?? bad["limit"] as? String ?? ""
    #expect(!why.isEmpty && why.contains(reason), "\(bad)")
    #expect(Self.runs(bad) == 0)
    for model in ["reactor", "thread"] {
      let runs = try Self.runs(Self.entry(model, outcome))
      // On a machine that is too busy a round may come to nothing.
      #expect(runs >= 1, "\(outcome.text)")
    }
  }

  @Test(arguments: [
    (["--peer", "a=x"], 64, "{port}"), (["--rounds", "2"], 64, "'2'"),
    (["--models", "thread"], 64, "nobody to compare with"),
    (["--check", "/nonexistent/file"], 69, "/nonexistent/file"),
    (["--html", "/nonexistent/page"], 69, "/nonexistent/page"),
    (["--json-file", "/nonexistent/json"], 69, "/nonexistent/json"),
  ])
  func mistakesCostNoRun(_ words: [String], _ status: Int32, _ mention: String) async throws {
    let outcome = try await Self.start(Self.tiny + words).outcome()
    #expect(outcome.status == status && outcome.text == "")
    #expect(outcome.errors.contains(mention), "\(outcome.errors)")
    #expect(!outcome.errors.contains("comparing"))
  }

  @Test func aPageThatCannotBeWrittenCostsNothingElse() async throws {
    let file = temporaryPath("compare.json")
    defer { unlink(file) }
    let outcome = try await Self.compare(
      "--models", "reactor,thread", "--html", "/dev/full", "--json-file", file)
    #expect(outcome.status == 69 && outcome.errors.contains("/dev/full"), "\(outcome.errors)")
    #expect(outcome.text.contains("reactor"))
    #expect(FileManager.default.fileExists(atPath: file))
  }

  @Test func aFullPoolIsALimitAndAResult() async throws {
    let outcome = try await Self.compare(
      "--models", "reactor,pool", "--pool-size", "4", "--json")
    #expect(outcome.status == 0)
    let pool = try Self.entry("pool", outcome)
    #expect((pool["limit"] as? String)?.contains("it serves 4 clients at a time") == true)
    #expect(try Self.runs(Self.entry("reactor", outcome)) >= 1, "\(outcome.text)")
  }

  @Test func tooFewDescriptorsSkipTheCell() async throws {
    let outcome = try await Swiftlet.shell(
      "ulimit -n 64; exec $SWIFTLET compare --quick --work churn --models reactor,thread -d 50ms "
        + "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let entry = try Self.entry("reactor", outcome)
    #expect(
      (entry["skipped"] as? String)?.contains("the limit of open files leaves room") == true,
      "\(entry)")
  }

  /// Chance names a winner in one comparison of twenty, as it may; not three times in a row.
  @Test func twiceTheSameIsNoDifference() async throws {
    var kinds: [String] = []
    while kinds.count < 3, kinds.allSatisfy({ $0 == "winner" }) {
      let outcome = try await Self.start([
        "compare", "--quick", "--work", "churn", "--rounds", "5", "-d", "50ms", "--models",
        "reactor", "--peer", "again='\(Swiftlet.path)' serve 127.0.0.1:{port} --quiet", "--json",
      ]).outcome()
      #expect(outcome.status == 0, "\(outcome.errors)")
      let works = try #require(Self.object(outcome)["experiments"] as? [[String: Any]])
      let cells = try #require(works.first?["cells"] as? [[String: Any]])
      let verdict = try #require(cells.first?["verdict"] as? [String: Any])
      kinds.append(try #require(verdict["kind"] as? String))
      #expect(try Self.runs(Self.entry("again", outcome)) >= 1, "\(outcome.text)")
    }
    #expect(kinds.last != "winner")
  }

  /// A comparison that goes on while a test lasts and has a server with `mark` in its words that
  /// resists: no SIGTERM ends it, and a daemon of its own has left it.
  private static func long(_ mark: String, _ options: String...) async throws -> ChildProcess {
    let peer = """
      stubborn=python3 -c 'import os,signal,socket,sys,threading
      signal.signal(signal.SIGTERM, signal.SIG_IGN)
      if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
          while True: signal.pause()
        os._exit(0)
      s=socket.create_server(("127.0.0.1",int(sys.argv[1])))
      def serve(c):
        try:
          while b := c.recv(65536): c.sendall(b)
        except OSError: pass
      while True: threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()
      ' {port} \(mark)
      """
    let child = try start(
      [
        "compare", "--work", "churn", "--models", "none", "--peer", peer, "--peer",
        peer.replacingOccurrences(of: "stubborn=", with: "other="), "-d", "30m", "--json",
      ] + options)
    let runs = await eventually { processes(with: mark).count >= 4 }
    try #require(runs, "\(child.errors)")
    return child
  }

  /// Those whose words have `mark`: the comparison, a guardian, a server, its daemon.
  private static func processes(with mark: String) -> [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int($0) }.filter { number in
      (try? ProcFile.read("/proc/\(number)/cmdline"))?.contains(mark) ?? false
    }
  }

  private static func newMark() -> String { "mark-\(getpid())-\(UInt64.random(in: 0 ... .max))" }

  private static func expectNobodyLeft(_ mark: String) async {
    let isGone = await eventually { processes(with: mark).isEmpty }
    #expect(isGone, "\(processes(with: mark))")
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func aSignalEndsItWithWhatThereIs(_ signal: Int32) async throws {
    let mark = Self.newMark()
    let child = try await Self.long(mark)
    child.signal(signal)
    let outcome = await child.outcome()
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("what was measured until now is reported"))
    #expect(try Self.object(outcome)["is_partial"] as? Bool == true)
    expectNoCrash(outcome)
    await Self.expectNobodyLeft(mark)
  }

  /// Whether it had ended by the second signal or was ended by it: nobody is left.
  @Test func aSecondSignalEndsItAtOnce() async throws {
    let mark = Self.newMark()
    let child = try await Self.long(mark)
    child.signal(SIGINT)
    _ = await child.waits { $0.contains("again ends it at once") }
    child.signal(SIGINT)
    let outcome = await child.outcome()
    #expect([1, 128 + SIGINT].contains(outcome.status), "\(outcome.errors)")
    await Self.expectNobodyLeft(mark)
  }

  @Test(arguments: [SIGHUP, SIGQUIT])
  func aSignalThatEndsItLeavesNothing(_ signal: Int32) async throws {
    let mark = Self.newMark()
    let folder = temporaryPath("reports")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let child = try await Self.long(mark, "--json-file", "\(folder)/a", "--html", "\(folder)/b")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    child.signal(signal)
    #expect(await child.outcome().status == 128 + signal)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    await Self.expectNobodyLeft(mark)
  }

  @Test func nobodyOutlivesASIGKILL() async throws {
    let mark = Self.newMark()
    let child = try await Self.long(mark)
    child.signal(SIGKILL)
    #expect(await child.outcome().status == 128 + SIGKILL)
    await Self.expectNobodyLeft(mark)
  }

  @Test func whatResistsIsGoneAfterItsRun() async throws {
    let mark = Self.newMark()
    let outcome = try await Self.compare(
      "--models", "reactor", "--peer",
      "stubborn=/bin/sh -c 'trap \"\" TERM; setsid sh -c \"sleep 86400; :\" \(mark) & exec \"$0\" serve "
        + "127.0.0.1:{port} --quiet' '\(Swiftlet.path)' \(mark)", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try Self.runs(Self.entry("stubborn", outcome)) >= 1, "\(outcome.text)")
    #expect(Self.processes(with: mark).isEmpty)
  }
}
