internal import Stress

/// A work that servers are compared at.
public enum Work: String, Sendable, CaseIterable {
  /// From one connection to thousands, each sending its next message when it has its answer.
  case connections
  /// A silent herd beside a few who talk.
  case idle
  /// Connect, one message, close.
  case churn
  /// From messages of a byte to messages of a mebibyte.
  case size
  /// Several messages in flight on each connection.
  case pipeline
  /// Work for the processor in each message.
  case cpu
  /// Waiting in each message, as for a database.
  case blocking
  /// A heavy message now and then among many light ones.
  case mixed
  /// More messages than can be answered, and the time behind that.
  case overload
  /// Peers that read or write slowly, beside healthy ones.
  case slow
  /// A connection that crashes, spins or leaks in what serves it.
  case fault

  /// How it is done.
  var experiment: any Experiment {
    switch self {
    case .connections: ConnectionsWork()
    case .idle: IdleWork()
    case .churn: ChurnWork()
    case .size: SizeWork()
    case .pipeline: PipelineWork()
    case .cpu: CPUWork()
    case .blocking: BlockingWork()
    case .mixed: MixedWork()
    case .overload: OverloadWork()
    case .slow: SlowWork()
    case .fault: FaultWork()
    }
  }

  /// What it asks, in one sentence.
  public var question: String { experiment.question }
}

/// How a work is measured: what is asked, what decides, which settings there are, and one run.
protocol Experiment: Sendable {
  /// What it asks, in one sentence.
  var question: String { get }
  /// What the work is, behind "for".
  var situation: String { get }
  /// What decides.
  var metric: Metric { get }
  /// The same among the figures.
  var key: FigureKey { get }
  /// Whether a client at its limit spoils what decides.
  var isSpoiltByClient: Bool { get }
  /// What changes from setting to setting; `nil`: nothing that is counted.
  var axis: AxisRecord? { get }
  /// What changes besides, where settings have two coordinates.
  var secondAxis: AxisRecord? { get }
  /// What it is measured at.
  func settings(_ scale: ComparisonPlan.Scale) -> [Setting]
  /// What a setting needs of the server.
  func need(_ setting: Setting) -> ServerNeed
  /// How many clients a setting has at once.
  func clients(_ setting: Setting) -> Int
  /// Shapes the load of a work that is one load and nothing else.
  func shape(_ load: inout StressPlan, _ setting: Setting)
  /// Measures a server once.
  func measure(_ bench: Bench, _ setting: Setting) async throws(RunProblem) -> RunOutcome
}

extension Experiment {
  var isSpoiltByClient: Bool { true }
  var axis: AxisRecord? { nil }
  var secondAxis: AxisRecord? { nil }
  func need(_ setting: Setting) -> ServerNeed { ServerNeed() }
  func clients(_ setting: Setting) -> Int { 1 }
  func shape(_ load: inout StressPlan, _ setting: Setting) {}

  func measure(_ bench: Bench, _ setting: Setting) async throws(RunProblem) -> RunOutcome {
    var load = try bench.load(0, need(setting))
    load.connections = clients(setting)
    shape(&load, setting)
    return try await bench.run(load)
  }
}

/// One setting of a work.
struct Setting: Sendable, Equatable {
  /// What it is called: `1,000 connections`.
  let label: String
  /// Where it lies on the axis.
  var x: Double?
  /// Where it lies on the second axis.
  var y: Double?
  /// Which of several, where they are not counted.
  var variant = 0

  init(_ label: String, x: Double? = nil, y: Double? = nil, variant: Int = 0) {
    self.label = label
    self.x = x
    self.y = y
    self.variant = variant
  }
}
