@testable import Compare

/// Works that disturb the server.
extension SampleComparison {
  private static let throughput = MetricRecord(
    key: .messagesPerSecond, title: "throughput", unit: "messages/s", higherIsBetter: true)
  private static let tail = MetricRecord(
    key: .p99, title: "p99 of the healthy", unit: "µs", higherIsBetter: false)

  mutating func cpu() -> ExperimentRecord {
    var cells: [CellRecord] = []
    for connections in [1.0, 16, 256] {
      for work in [0.0, 10, 100, 1000, 10_000] {
        var cell = CellRecord(
          label: "\(Int(work)) µs, \(Int(connections)) connections", x: work, y: connections)
        for cost in costs {
          guard cost.most >= connections else {
            cell.entries.append(limited(cost, connections))
            continue
          }
          let handing = cost.parallel > 1 && cost.threads.each == 0 && work > 0 ? 4.5 : 0
          let rate = min(
            cost.capacity * connections / (connections + 2.2),
            1e6 * cost.parallel / (1e6 / cost.capacity + work + handing))
          var figures = base(cost, connections: connections)
          figures[.messagesPerSecond] = rate
          figures[.userCPU] = cost.user + work
          figures.merge(Self.latencies(connections / rate * 1e6)) { $1 }
          cell.entries.append(
            rounds.entry(cost.name, .messagesPerSecond, around: figures, noise: 0.006))
        }
        cell.judge(Self.throughput)
        cells.append(cell)
      }
    }
    return ExperimentRecord(
      work: "cpu", question: "Which suits messages that must be computed?",
      metric: Self.throughput,
      axis: AxisRecord(title: "work per message", unit: "µs", isLogarithmic: true),
      secondAxis: AxisRecord(title: "connections", unit: "", isLogarithmic: true),
      rerun: Self.rerun("cpu"), cells: cells,
      crossovers: costs.count < 8 ? [] : [crossover(costs[7].name, costs[0].name)])
  }

  private func crossover(_ below: String, _ above: String) -> CrossoverRecord {
    CrossoverRecord(
      sentence: "\(above) overtakes \(below) at 14 to 19 µs of work per message.", low: 14,
      high: 19, unit: "µs", leaderBelow: below, leaderAbove: above)
  }

  func blocking() -> ExperimentRecord {
    ExperimentRecord(
      work: "blocking", question: "Which suits messages that wait for something else?",
      metric: Self.throughput,
      axis: AxisRecord(title: "waiting per message", unit: "µs", isLogarithmic: true),
      rerun: Self.rerun("blocking"),
      skipped: "it wants 1,024 open files, and this process may have 256 (ulimit -n)")
  }

  mutating func mixed() -> ExperimentRecord {
    var cell = CellRecord(label: "1 % of the messages compute for 10 ms")
    for cost in costs {
      if cost.name == "async" {
        cell.entries.append(
          EntryRecord(contestant: cost.name, skipped: "interrupted before it had its turn"))
        continue
      }
      let median = 1e6 / cost.capacity * 16
      let suffers = cost.parallel == 1 ? 40.0 : cost.threads.each > 0 ? 5 : 1.4
      var figures = base(cost, connections: 64)
      figures[.messagesPerSecond] = cost.capacity * 0.4
      figures.merge(Self.latencies(median, tail: suffers)) { $1 }
      var entry = rounds.entry(cost.name, .p99, around: figures, noise: 0.06)
      entry.curve = Self.curve(median, tail: suffers * 4)
      for second in 0..<10 {
        let burst = second % 4 == 2 ? 2.4 : 1
        entry.timeline.append(
          PointRecord(
            x: Double(second), y: (median * 2.6 * suffers * burst * rounds.noise(0.2)).rounded()))
      }
      cell.entries.append(entry)
    }
    cell.judge(Self.tail)
    return ExperimentRecord(
      work: "mixed", question: "What do tiny messages suffer beside a few heavy ones?",
      metric: Self.tail, rerun: Self.rerun("mixed"), cells: [cell])
  }

  mutating func overload() -> ExperimentRecord {
    var cells: [CellRecord] = []
    for load in [0.1, 0.3, 0.5, 0.7, 0.9, 1, 1.2, 1.5, 2, 3] {
      var cell = CellRecord(label: "\(load) of capacity", x: load)
      for cost in costs {
        let each = 1e6 / cost.capacity
        let median =
          load < 1 ? each * 8 / (1.02 - load) : each * 8 * 50 + (load - 1) * 900_000 * each / 11
        var figures = base(cost, connections: 64)
        figures[.offeredPerSecond] = load * cost.capacity
        figures[.messagesPerSecond] = min(load, 0.97) * cost.capacity
        if load == 3 { figures[.recovery] = each * 20 }
        figures.merge(Self.latencies(median, tail: load < 1 ? 1 : 0.5)) { $1 }
        cell.entries.append(rounds.entry(cost.name, .p99, around: figures, noise: 0.05))
      }
      cell.judge(Self.tail)
      cells.append(cell)
    }
    return ExperimentRecord(
      work: "overload", question: "What happens when more comes than can be served, and after?",
      metric: MetricRecord(key: .p99, title: "p99 latency", unit: "µs", higherIsBetter: false),
      axis: AxisRecord(title: "offered load", unit: "× capacity", isLogarithmic: false),
      rerun: Self.rerun("overload"), cells: cells)
  }

  mutating func slow() -> ExperimentRecord {
    var cells: [CellRecord] = []
    for (label, factor) in [("no slow peers", 1.0), ("32 slow readers", 6), ("32 slow writers", 4)]
    {
      var cell = CellRecord(label: label)
      for cost in costs {
        let suffers = cost.most <= 16 ? factor * factor : factor.squareRoot()
        var figures = base(cost, connections: 64)
        figures[.messagesPerSecond] = cost.capacity / suffers
        figures.merge(Self.latencies(16e6 / cost.capacity * suffers)) { $1 }
        cell.entries.append(rounds.entry(cost.name, .p99, around: figures, noise: 0.04))
      }
      cell.judge(Self.tail)
      cells.append(cell)
    }
    return ExperimentRecord(
      work: "slow", question: "What do slow clients cost the healthy ones beside them?",
      metric: Self.tail, rerun: Self.rerun("slow"), cells: cells)
  }

  mutating func fault() -> ExperimentRecord {
    let metric = MetricRecord(
      key: .othersLost, title: "connections lost", unit: "of 64", higherIsBetter: false)
    var cells: [CellRecord] = []
    for (label, harm) in [
      ("one crashes its handler", 1.0), ("one spins", 0), ("one leaks 64 MiB", 0.5),
    ] {
      var cell = CellRecord(label: label)
      for cost in costs {
        let isAlone = cost.processes.each > 0 || cost.processes.fixed > 1
        var figures = base(cost, connections: 64)
        figures[.othersLost] = isAlone ? 0 : (63 * harm).rounded()
        figures[.recovery] = isAlone ? 3 : 40 + 400 * harm
        figures.merge(Self.latencies(16e6 / cost.capacity)) { $1 }
        cell.entries.append(rounds.entry(cost.name, metric.key, around: figures, noise: 0.04))
      }
      cell.judge(metric)
      cells.append(cell)
    }
    return ExperimentRecord(
      work: "fault", question: "How many others does one bad connection take with it?",
      metric: metric, rerun: Self.rerun("fault"), cells: cells)
  }
}
