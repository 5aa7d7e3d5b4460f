import Reports
import Sockets
import Testing

@testable import Compare
@testable import swiftlet

/// What a command line of `swiftlet compare` means.
@Suite struct CompareOptionsTests {
  private func read(_ words: String...) throws -> CompareOptions {
    guard case .compare(let options) = try Invocation.read(["compare"] + words) else {
      throw CommandError.software("no compare command")
    }
    return options
  }

  /// What is said of a command line that is refused.
  private func refusal(_ words: String...) -> String {
    do throws(CommandError) {
      _ = try Invocation.read(["compare"] + words)
      return "nothing"
    } catch {
      return "\(error.status) \(error.message) \(error.hint ?? "")"
    }
  }

  @Test func theDefaults() throws {
    let options = try read()
    #expect(options == CompareOptions())
    let plan = options.plan(["./swiftlet", "compare"])
    #expect(
      plan.rivals.map(\.name) == ["reactor", "async", "thread", "pool", "process", "prefork"])
    #expect(plan.works == Work.allCases && plan.scale == .full && plan.rounds == 5)
    #expect(plan.command == ["swiftlet", "compare"])
    #expect(
      plan.rivals.filter { $0.clientLimit == 64 }.map(\.name) == ["pool", "prefork"])
    #expect(plan.rivals[3].kind.options == ["--pool-size", "64"])
  }

  @Test func everythingReachesThePlan() throws {
    let options = try read(
      "--models", "thread,pool", "--peer", "a=x {port}", "--peer", "b=y {port}", "--work",
      "idle,cpu", "--quick", "--rounds", "7", "-d", "80ms", "--pool-size", "5", "--json",
      "--json-file", "j", "--html", "h", "--check", "c")
    let plan = options.plan(["swiftlet"])
    #expect(plan.rivals.map(\.name) == ["thread", "pool", "a", "b"])
    #expect(
      plan.rivals[1].clientLimit == 5 && plan.rivals[2].kind == .peer(words: ["x", "{port}"]))
    #expect(plan.works == [.idle, .cpu] && plan.scale == .quick && plan.rounds == 7)
    #expect(plan.secondsPerRun == 0.08 && options.json)
    #expect([options.jsonFile, options.html, options.baseline] == ["j", "h", "c"])
  }

  @Test func itTakesTwo() throws {
    #expect(refusal("--models", "none").contains("nobody to compare with"))
    #expect(refusal("--models", "thread").contains("nobody to compare with"))
    #expect(refusal("--models", "none", "--peer", "a=x {port}").contains("nobody"))
    let peers = try read("--models", "none", "--peer", "a=x {port}", "--peer", "b=x {port}")
    #expect(peers.models.isEmpty && peers.peers.count == 2)
    #expect(refusal("--peer", "thread=x {port}").contains("'thread' takes part twice"))
  }

  @Test(arguments: [
    (["--rounds", "2"], "3"), (["--rounds", "x"], "x"), (["--work", "chrun"], "churn"),
    (["--work", ""], "one of"), (["--models", "treads"], "thread"), (["-d", "0"], "10ms"),
    (["-d", "9ms"], "10ms"), (["-d", "2h"], "1h"), (["-d", "9223372036s"], "1h"),
    (["--pool-size", "0"], "10"), (["--html", ""], "empty"), (["--peer", "a=x"], "{port}"),
    (["extra"], "extra"),
  ])
  func mistakesAreNamed(_ words: [String], _ mention: String) {
    do throws(CommandError) {
      _ = try Invocation.read(["compare"] + words)
      Issue.record("\(words) is taken")
    } catch {
      #expect(error.status == .usage)
      #expect("\(error.message) \(error.hint ?? "")".contains(mention), "\(error.message)")
    }
  }

  @Test(arguments: [
    ("a=b {port}", ["b", "{port}"]), ("a=b   --p={port} ", ["b", "--p={port}"]),
    ("a=b 'c d' \"e f\" {port}", ["b", "c d", "e f", "{port}"]),
    ("a=b '' {port}", ["b", "", "{port}"]), (#"a=b c\ d {port}"#, ["b", "c d", "{port}"]),
    (#"a=b '\' "\"" {port}"#, ["b", #"\"#, "\"", "{port}"]),
    ("a=b x'y'z{port}", ["b", "xyz{port}"]), ("a=b c=d {port}", ["b", "c=d", "{port}"]),
    ("a=b\t{port}", ["b", "{port}"]),
  ])
  func aPeersCommandIsCutAsAShellDoes(_ text: String, _ words: [String]) throws {
    #expect(try PeerText.parse(text) == PeerText.Peer(name: "a", words: words))
  }

  @Test(arguments: [
    ("", "has no name"), ("x {port}", "has no name"), ("=x {port}", "has no name"),
    ("a=", "has no command"), ("a=  ", "has no command"), ("a=x", "lacks {port}"),
    ("a=x { port }", "lacks {port}"), ("a='x {port}", "is not closed"),
    ("a=\"x {port}", "is not closed"), (#"a=x {port}\"#, "is not closed"),
  ])
  func apeerThatIsNone(_ text: String, _ reason: String) {
    do throws(BadValue) {
      _ = try PeerText.parse(text)
      Issue.record("'\(text)' is taken")
    } catch {
      #expect(error.message.contains(reason), "\(error.message)")
    }
  }
}

/// How far a comparison has come, as it is shown.
@Suite struct CompareProgressTests {
  private static func progress(_ share: Double, _ left: Duration?) -> ComparisonProgress {
    ComparisonProgress(
      work: .churn, setting: "400 connections/s, one message each", rival: "reactor", round: 1,
      share: share, elapsed: .seconds(3), left: left)
  }

  @Test(arguments: [20, 40, 79, 80, 200]) func aLineFitsItsTerminal(_ width: Int) {
    let terminal = Terminal(
      isTerminal: true, environment: ["TERM": "xterm", "LANG": "C.UTF-8"], columns: width)
    let line = CompareProgress.line(Self.progress(0.5, .seconds(125)), terminal)
    #expect(line.count < width)
    if width > 80 {
      #expect(line.contains("2 min 5 s left  churn: 400") && line.hasSuffix("reactor"))
    }
  }

  @Test func whereNobodyWatchesAWorkIsALine() {
    let text = Locked("")
    let console = Console(
      output: { _ in 0 },
      error: { bytes in
        text.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
        return 0
      })
    let progress = CompareProgress(console)
    for share in [0, 0.2, 0.4] { progress.show(Self.progress(share, nil)) }
    progress.clear()
    #expect(text.withLock { $0 } == "comparing: churn\n")
  }

  @Test func onATerminalItIsRedrawnAndTakenAway() {
    let text = Locked("")
    let terminal = Terminal(isTerminal: true, environment: ["TERM": "xterm"], columns: 80)
    let console = Console(
      errorTerminal: terminal, output: { _ in 0 },
      error: { bytes in
        text.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
        return 0
      })
    let progress = CompareProgress(console)
    progress.show(Self.progress(0, nil))
    progress.show(Self.progress(0.5, .seconds(1)))
    progress.say("ending")
    progress.clear()
    let said = text.withLock { $0 }
    #expect(said.split(separator: "\r\u{1B}[K").count == 3)
    #expect(said.hasSuffix("\r\u{1B}[Kswiftlet compare: ending\n"))
    #expect(!said.dropLast().contains("\n") && said.allSatisfy(\.isASCII))
  }
}

extension Rival.Kind {
  /// The further options of a model.
  fileprivate var options: [String] {
    if case .model(_, _, let options) = self { options } else { [] }
  }
}
