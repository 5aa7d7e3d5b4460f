@testable import Compare

/// Works that change how much is asked of the server.
extension SampleComparison {
  static func rerun(_ work: String) -> String { "swiftlet compare --work \(work) --rounds 5" }

  /// What the server spends on a message, and what it keeps.
  func base(_ cost: SampleCosts, connections: Double) -> [FigureKey: Double] {
    [
      .userCPU: cost.user, .systemCPU: cost.system, .connections: connections,
      .voluntarySwitches: cost.threads.each > 0 ? 1.02 : 0.05 / connections.squareRoot(),
      .involuntarySwitches: cost.threads.each > 0 ? 0.08 : 0.002,
      .pssBytes: cost.base + cost.memory * connections, .pssBytesPerConnection: cost.memory,
      .threads: cost.threads.fixed + cost.threads.each * connections,
      .processes: cost.processes.fixed + cost.processes.each * connections, .errors: 0,
      .mismatches: 0,
    ]
  }

  /// Latencies around a median.
  static func latencies(_ median: Double, tail: Double = 1) -> [FigureKey: Double] {
    [.p50: median, .p99: median * 2.6 * tail, .p999: median * 5 * tail, .max: median * 21 * tail]
  }

  /// A heavy-tailed curve through those.
  static func curve(_ median: Double, tail: Double) -> [PointRecord] {
    [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999, 1].map { quantile in
      let grown = 1 / (1 - min(quantile, 0.99995))
      let factor = 0.55 + 0.32 * (grown.squareRoot() * 0.23 * tail + 1)
      return PointRecord(x: quantile, y: (median * factor * 1000).rounded() / 1000)
    }
  }

  mutating func connections() -> ExperimentRecord {
    let metric = MetricRecord(
      key: .messagesPerSecond, title: "throughput", unit: "messages/s", higherIsBetter: true)
    var cells: [CellRecord] = []
    for (count, label) in [
      (1.0, "1 connection"), (10, "10 connections"), (100, "100 connections"),
      (1000, "1,000 connections"), (10_000, "10,000 connections"),
    ] {
      var cell = CellRecord(label: label, x: count)
      for cost in costs {
        if cost.most < count {
          cell.entries.append(limited(cost, count))
          continue
        }
        let rate = cost.capacity * count / (count + 2.2) * (count > 2000 ? 0.82 : 1)
        var figures = base(cost, connections: count)
        figures[.messagesPerSecond] = rate
        figures[.goodputBytesPerSecond] = rate * 64
        let median = count / rate * 1e6
        figures.merge(Self.latencies(median, tail: cost.user + 0.8)) { $1 }
        var entry = rounds.entry(
          cost.name, metric.key, around: figures, noise: count > 2000 ? 0.015 : 0.005)
        if count == 100 { entry.curve = Self.curve(median, tail: cost.system / 4) }
        if count == 1, cost.name == "c-epoll" {
          entry.clientBound = "the client's core was 98 % busy"
        }
        cell.entries.append(entry)
      }
      cell.judge(metric)
      cells.append(cell)
    }
    var experiment = ExperimentRecord(
      work: "connections",
      question: "How many messages does each serve, and how does that change with connections?",
      metric: metric, axis: AxisRecord(title: "connections", unit: "", isLogarithmic: true),
      rerun: Self.rerun("connections"), cells: cells)
    if costs.contains(where: { $0.name == "process" }) {
      experiment.crossovers = [
        CrossoverRecord(
          sentence: "process falls behind thread at 310 to 360 connections.", low: 310, high: 360,
          unit: "connections", leaderBelow: "process", leaderAbove: "thread")
      ]
    }
    return experiment
  }

  func limited(_ cost: SampleCosts, _ count: Double) -> EntryRecord {
    EntryRecord(
      contestant: cost.name,
      limit: "serves \(Int(cost.most)) connections at a time; the others wait for their turn")
  }

  mutating func idle() -> ExperimentRecord {
    let metric = MetricRecord(
      key: .pssBytesPerConnection, title: "memory per connection", unit: "bytes",
      higherIsBetter: false)
    var cells: [CellRecord] = []
    for (count, label) in [
      (100.0, "100 idle connections"), (1000, "1,000 idle connections"),
      (10_000, "10,000 idle connections"),
    ] {
      var cell = CellRecord(label: label, x: count)
      for cost in costs {
        guard cost.most >= count else {
          cell.entries.append(limited(cost, count))
          continue
        }
        var figures = base(cost, connections: count)
        figures[.messagesPerSecond] = 5000
        figures.merge(Self.latencies(55)) { $1 }
        cell.entries.append(rounds.entry(cost.name, metric.key, around: figures, noise: 0.02))
      }
      cell.judge(metric)
      cells.append(cell)
    }
    return ExperimentRecord(
      work: "idle", question: "What does a silent herd cost beside a few active connections?",
      metric: metric, axis: AxisRecord(title: "idle connections", unit: "", isLogarithmic: true),
      rerun: Self.rerun("idle"), cells: cells)
  }

  mutating func churn() -> ExperimentRecord {
    let metric = MetricRecord(
      key: .acceptsPerSecond, title: "connections served", unit: "connections/s",
      higherIsBetter: true)
    var cell = CellRecord(label: "16 clients at a time")
    for cost in costs {
      var figures = base(cost, connections: 16)
      figures[.acceptsPerSecond] = 1e6 / (cost.accept + 12)
      figures[.messagesPerSecond] = 1e6 / (cost.accept + 12)
      figures.merge(Self.latencies(16 * (cost.accept + 12))) { $1 }
      cell.entries.append(rounds.entry(cost.name, metric.key, around: figures, noise: 0.03))
    }
    cell.judge(metric)
    return ExperimentRecord(
      work: "churn", question: "How fast do clients come, say one thing, and go?", metric: metric,
      rerun: Self.rerun("churn"), cells: [cell])
  }

  mutating func size() -> ExperimentRecord {
    let metric = MetricRecord(
      key: .goodputBytesPerSecond, title: "goodput", unit: "bytes/s", higherIsBetter: true)
    var cells: [CellRecord] = []
    for (bytes, label) in [
      (1.0, "1 B"), (64, "64 B"), (1024, "1 KiB"), (16_384, "16 KiB"), (262_144, "256 KiB"),
      (1_048_576, "1 MiB"),
    ] {
      var cell = CellRecord(label: label, x: bytes)
      for cost in costs {
        let each = 1e6 / cost.capacity + bytes / (cost.name == "socat" ? 900 : 2400)
        var figures = base(cost, connections: 16)
        figures[.messagesPerSecond] = 1e6 / each
        figures[.goodputBytesPerSecond] = bytes * 1e6 / each
        figures.merge(Self.latencies(each * 16)) { $1 }
        cell.entries.append(rounds.entry(cost.name, metric.key, around: figures, noise: 0.03))
      }
      cell.judge(metric)
      cells.append(cell)
    }
    return ExperimentRecord(
      work: "size", question: "What does the length of a message change?", metric: metric,
      axis: AxisRecord(title: "message size", unit: "bytes", isLogarithmic: true),
      rerun: Self.rerun("size"), cells: cells)
  }
}
