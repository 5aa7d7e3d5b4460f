internal import EchoProtocol
internal import Measurement

/// What a gate looks at.
public enum GateMetric: Sendable, Equatable {
  /// A figure of one of the latencies.
  case latency(LatencyKind, LatencyStatistic)
  /// Errors, mismatches not counted.
  case errors
  /// Connections on which a reply was wrong.
  case mismatches
  /// Messages that were due and could not be sent.
  case unsent
  /// Replies per second.
  case rate
  /// The client's CPU time by wall time; 1 is a whole core.
  case cpu
}

/// Which figure of a latency.
public enum LatencyStatistic: Sendable, Equatable {
  /// The smallest, the mean, the largest.
  case min, mean, max
  /// What so many percent do not exceed; 0...100.
  case percentile(Double)
}

extension GateMetric {
  private static let prefixes: [(name: String, kind: LatencyKind)] = [
    ("service.", .service), ("connect.", .connect), ("first-byte.", .firstByte),
    ("lag.", .sendLag), ("latency.", .latency),
  ]
  private static let plain: [(name: String, metric: GateMetric)] = [
    ("errors", .errors), ("mismatches", .mismatches), ("unsent", .unsent), ("rate", .rate),
    ("cpu", .cpu),
  ]
  private static let statistics: [(name: String, statistic: LatencyStatistic)] = [
    ("min", .min), ("mean", .mean), ("max", .max),
  ]
  private static let known =
    "latencies are min mean p50 ... p99.99 max, also with service. connect. first-byte. lag.; "
    + "others are errors mismatches unsent rate cpu"

  /// Reads the metric of a gate.
  init(_ gate: GateText) throws(GateSyntaxError) {
    let word = gate.metric.text
    if let plain = Self.plain.first(where: { $0.name == word }) {
      self = plain.metric
      return
    }
    let prefix = Self.prefixes.first { word.hasPrefix($0.name) }
    let rest = word.dropFirst(prefix?.name.count ?? 0)
    if let named = Self.statistics.first(where: { $0.name == rest }) {
      self = .latency(prefix?.kind ?? .latency, named.statistic)
      return
    }
    if let number = Self.percentile(rest) {
      guard number <= 100 else {
        throw gate.wrongMetric(rest, "'\(rest)' is above 100 %", hint: Self.meant(rest))
      }
      self = .latency(prefix?.kind ?? .latency, .percentile(number))
      return
    }
    // Behind a prefix that is right, what is wrong is the rest.
    let wrong = rest.isEmpty ? word : rest
    let names = prefix == nil ? Self.names : ["min", "mean", "max"]
    let hint = nearestName(to: String(wrong), among: names).map { "did you mean '\($0)'?" }
    throw gate.wrongMetric(wrong, "'\(wrong)' is not a metric", hint: hint ?? Self.known)
  }

  /// Every name that a misspelt one may have meant.
  private static var names: [String] {
    let latencies = ["min", "mean", "p50", "p90", "p99", "p99.9", "p99.99", "max"]
    return latencies + plain.map(\.name)
      + prefixes.flatMap { prefix in latencies.map { prefix.name + $0 } }
  }

  /// The number of `p99.9`; nil for another word.
  private static func percentile(_ word: Substring) -> Double? {
    guard word.first == "p", let number = NumberWithUnit.plain(word.dropFirst()) else { return nil }
    return number
  }

  /// What somebody meant who wrote `p999`.
  private static func meant(_ word: Substring) -> String {
    let digits = word.dropFirst()
    guard digits.count > 2, !digits.contains(".") else { return "a percentile is at most p100" }
    return "did you mean 'p\(digits.prefix(2)).\(digits.dropFirst(2))'?"
  }

  /// As it is written.
  var name: String {
    switch self {
    case .errors, .mismatches, .unsent, .rate, .cpu: "\(self)"
    case .latency(let kind, let statistic):
      (Self.prefixes.first { $0.kind == kind && kind != .latency }?.name ?? "") + statistic.name
    }
  }

  /// What it is in a run: microseconds, a count, a rate, or a share.
  ///
  /// - Returns: nil where nothing was measured, which no gate may take for a good figure. Lag and
  ///   connect time may well be nothing: a closed loop has no schedule to lag behind.
  func value(in record: RunRecord) throws(RecordError) -> Double? {
    switch self {
    case .errors: return Double(record.errors)
    case .mismatches: return Double(record.mismatches)
    case .unsent: return Double(record.unsent)
    case .rate: return record.messagesPerSecond
    case .cpu: return record.clientCPUShare
    case .latency(let kind, let statistic):
      let figures = record[kind]
      if figures.max == 0 { return kind == .connect || kind == .sendLag ? 0 : nil }
      return try statistic.value(figures, kind, record)
    }
  }

  /// A value of it as people read it.
  func text(_ value: Double) -> String {
    switch self {
    case .errors, .mismatches, .unsent: HumanFormat.count(rounding: value)
    case .rate: HumanFormat.count(rounding: value) + "/s"
    case .cpu: decimal(value, places: 2) + " of a core"
    case .latency: HumanFormat.duration(nanoseconds: value * 1000)
    }
  }
}

extension LatencyStatistic {
  /// As it is written.
  var name: String {
    switch self {
    case .min, .mean, .max: "\(self)"
    case .percentile(let number): "p" + shortest(number)
    }
  }

  /// What it is in a run, in microseconds.
  ///
  /// The figures that a record has anyway are taken from there; for others the histogram is read.
  fileprivate func value(
    _ figures: LatencyFigures, _ kind: LatencyKind, _ record: RunRecord
  ) throws(RecordError) -> Double {
    switch self {
    case .min, .percentile(0): figures.min
    case .mean: figures.mean
    case .max, .percentile(100): figures.max
    case .percentile(50): figures.p50
    case .percentile(90): figures.p90
    case .percentile(99): figures.p99
    case .percentile(99.9): figures.p999
    case .percentile(99.99): figures.p9999
    case .percentile(let number):
      Swift.min(
        LatencySummary.microseconds(try record.histogram(kind).percentile(number)), figures.max)
    }
  }
}
