import Sockets
import Testing

@testable import Compare

/// Who takes part in what, and the texts that are made of it.
@Suite struct PlanTests {
  private static let model = Rival(
    name: "reactor",
    kind: .model(program: ["/bin/swiftlet"], model: "reactor", options: ["--loops", "2"]),
    summary: "")
  private static let peer = Rival(
    name: "mine", kind: .peer(words: ["mine", "{port}"]), summary: "another server")

  private static func plan(_ words: String...) -> ComparisonPlan {
    ComparisonPlan([model, peer], scale: .quick, version: "1", command: words)
  }

  @Test func oneWorkIsRunAgain() {
    #expect(
      Self.plan("swiftlet", "compare", "--quick").rerun(.churn)
        == "swiftlet compare --quick --work churn")
  }

  @Test func neitherWorksNorFilesAreKept() {
    let plan = Self.plan(
      "swiftlet", "compare", "--work", "cpu", "--html", "a.html", "--json-file=b", "--check", "c",
      "--work=idle", "--html", "d", "--json", "--models", "reactor,thread")
    #expect(
      plan.rerun(.idle) == "swiftlet compare --json --models reactor,thread --work idle")
  }

  @Test func aWordStaysAWordInAShell() {
    let plan = Self.plan(
      "swiftlet", "compare", "--peer", "a=b {port}", "it's", "$HOME", "", "a|b", "\\")
    #expect(
      plan.rerun(.cpu)
        == #"swiftlet compare --peer 'a=b {port}' 'it'\''s' '$HOME' '' 'a|b' '\' --work cpu"#)
  }

  @Test func scalesHaveTheirDefaults() {
    #expect(Self.plan().rounds == 3)
    #expect(ComparisonPlan([], scale: .full, version: "", command: []).rounds == 5)
  }

  @Test func aModelIsAskedForWhatIsNeeded() throws {
    let need = ServerNeed(
      services: [.init(), .init(framing: "length", transform: "burn:100")], workers: 0)
    let launch = try #require(Self.model.launch(need, cores: [1]))
    #expect(
      launch.words == [
        "/bin/swiftlet", "serve", "127.0.0.1:0?framing=raw&transform=identity",
        "127.0.0.1:0?framing=length&transform=burn:100", "--model", "reactor", "--quiet", "--loops",
        "2", "--workers", "0",
      ])
    #expect(launch.readiness == .listeningLines(2) && launch.cores == [1])
    #expect(Self.model.command == "swiftlet serve --model reactor --loops 2")
  }

  @Test func aPeerOnlyEchoes() throws {
    let launch = try #require(Self.peer.launch(ServerNeed(usesAllCores: true), cores: nil))
    #expect(launch.words == ["mine", "{port}"] && launch.readiness == .port)
    #expect(
      Self.peer.launch(ServerNeed(services: [.init(framing: "line")]), cores: nil) == nil)
    #expect(Self.peer.launch(ServerNeed(services: [.init(), .init()]), cores: nil) == nil)
    #expect(Self.peer.withoutWorkers == nil && Self.peer.modelName == nil)
    #expect(Self.model.withoutWorkers?.name == "reactor without workers")
  }

  @Test func progressGoesFromNothingToAlmostAll() {
    var plan = Self.plan()
    plan.works = [.churn]
    let told = Locked<[ComparisonProgress]>([])
    let clock = ProgressClock(plan) { progress in told.withLock { $0.append(progress) } }
    let runs = plan.rounds * 2
    for run in 0..<runs { clock.begin(.churn, Setting("s"), Self.peer, run / 2) }
    clock.search(.churn, "between", "both")
    let all = told.withLock { $0 }
    #expect(all.count == runs + 1)
    #expect(all.first?.share == 0 && all.first?.left == nil && all.first?.round == 1)
    #expect(all[runs - 1].share == Double(runs - 1) / Double(runs))
    #expect(all[runs - 1].round == plan.rounds && all[runs - 1].rival == "mine")
    #expect(all.last?.share == 1 && all.last?.left == .zero)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.share <= $1.share })
  }

  @Test func everyWorkIsWellFormed() {
    for work in Work.allCases {
      let experiment = work.experiment
      for scale in ComparisonPlan.Scale.allCases {
        let settings = experiment.settings(scale)
        #expect(!settings.isEmpty && Set(settings.map(\.label)).count == settings.count)
        for setting in settings {
          #expect(experiment.clients(setting) >= 1 && !experiment.need(setting).services.isEmpty)
          #expect((setting.x != nil) == (experiment.axis != nil), "\(work)")
        }
      }
    }
  }
}
