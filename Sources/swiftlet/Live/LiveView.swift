import Measurement
import Stress

/// What somebody who watches a load sees: a screen of lines, made of what is known, without I/O.
struct LiveView {
  /// What is loaded, and whether a key ends it.
  let title: String
  /// Connections that are wanted.
  let connections: Int
  /// Replies that end the load, where a count does.
  let messages: Int?
  /// What ends the load early, in words.
  let hint: String

  private(set) var progress = StressProgress(.connecting)
  /// What a search is trying, in messages per second.
  private(set) var trying: Double?
  private var history = LiveHistory()

  init(title: String, connections: Int, messages: Int? = nil, hint: String = "") {
    self.title = title
    self.connections = connections
    self.messages = messages
    self.hint = hint
  }

  /// Takes in how the load is doing.
  ///
  /// - Parameter rate: what is being tried, in a search.
  mutating func update(_ progress: StressProgress, trying rate: Double? = nil) {
    self.progress = progress
    trying = rate
    history.add(progress)
  }

  /// The screen: at most `rows` lines, meant for `columns` columns.
  ///
  /// A low window loses the least important lines first.
  func lines(columns: Int, rows: Int, isUnicode: Bool) -> [StyledLine] {
    let layout = LiveLayout(columns: columns, isUnicode: isUnicode)
    var lines = [Ranked(layout.heading(title, phase), 0)]
    lines.append(Ranked(layout.bar(share, remaining), 1))
    lines.append(.blank)
    lines.append(Ranked(layout.spark("rate", rate, history.rates), 2))
    lines.append(Ranked(layout.spark("p99", tail, history.tails), 2))
    if !peaks.isEmpty { lines.append(Ranked(layout.note(peaks), 7)) }
    lines.append(.blank)
    // The heading, then p50, p90, p99, p99.9 and the maximum.
    lines += zip(
      layout.percentiles(progress.intervalLatency, progress.latency), [4, 5, 8, 5, 8, 6]
    ).map { Ranked($0, $1) }
    lines.append(.blank)
    lines.append(Ranked(counts, 1))
    if progress.failures > 0 { lines.append(Ranked(causes, 2)) }
    if !hint.isEmpty { lines.append(Ranked(layout.note(hint), 3)) }
    while lines.count > max(1, rows), let least = lines.indices.max(by: { lines[$0] < lines[$1] }) {
      lines.remove(at: least)
    }
    return lines.map(\.line)
  }

  // MARK: What the lines say

  /// How much of the load is done.
  private var share: Double {
    let time = progress.total > .zero ? progress.elapsed / progress.total : 0
    guard let messages else { return time }
    return max(time, Double(progress.messages) / Double(messages))
  }

  private var phase: String {
    let phase = progress.phase.rawValue
    return trying.map { "trying \(HumanFormat.count(rounding: $0))/s: \(phase)" } ?? phase
  }

  private var remaining: String {
    switch progress.phase {
    case .connecting: return "connecting"
    case .waiting: return "waiting for its time"
    case .warmup: return "not yet counting"
    case .ending: return "waiting for the last replies"
    case .measuring: break
    }
    if let messages {
      return "\(HumanFormat.count(progress.messages)) of \(HumanFormat.count(messages))"
    }
    let done = Self.clock(progress.elapsed)
    let left = Self.clock(max(.zero, progress.total - progress.elapsed))
    return "\(done) of \(Self.clock(progress.total)), \(left) left"
  }

  private var rate: String {
    history.rates.isEmpty
      ? "-" : HumanFormat.count(rounding: progress.interval.messagesPerSecond) + "/s"
  }

  private var tail: String {
    progress.intervalLatency.max == 0
      ? "-" : HumanFormat.duration(nanoseconds: progress.intervalLatency.p99)
  }

  private var peaks: String {
    guard !history.rates.isEmpty else { return "" }
    var text = "last minute: up to \(HumanFormat.count(rounding: history.highestRate))/s"
    if history.highestTail > 0 {
      text += ", p99 up to \(HumanFormat.duration(nanoseconds: history.highestTail))"
    }
    guard let target = progress.interval.target else { return text }
    return text + "; target \(HumanFormat.count(rounding: target))/s"
  }

  private var counts: StyledLine {
    var line = StyledLine("connections ", .faint)
    line.add(HumanFormat.count(progress.connections))
    if progress.connections != connections {
      line.add(" of \(HumanFormat.count(connections))", .strong)
    }
    let errors = progress.errorsByCause.values.reduce(0, +)
    for (name, count) in [("errors", errors), ("mismatches", progress.mismatches)] {
      line.add("   \(name) ", .faint)
      line.add(HumanFormat.count(count), count > 0 ? .bad : nil)
    }
    return line
  }

  private var causes: StyledLine {
    let causes = StressFailure.allCases.compactMap { cause in
      progress.errorsByCause[cause].map { "\(cause.rawValue) \(HumanFormat.count($0))" }
    }
    return StyledLine("  " + causes.joined(separator: ", "), .bad)
  }

  /// Whole seconds: `59 s`, `2:05 min`, `1:00:00 h`.
  static func clock(_ duration: Duration) -> String {
    let seconds = Int((duration / .seconds(1)).rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60):\(two(seconds % 60)) min" }
    return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60)) h"
  }
}

/// A line and how soon it is given up: the higher the sooner.
private struct Ranked {
  let line: StyledLine
  let rank: Int

  static let blank = Ranked(StyledLine(), 9)

  init(_ line: StyledLine, _ rank: Int) {
    self.line = line
    self.rank = rank
  }

  static func < (one: Ranked, other: Ranked) -> Bool { one.rank < other.rank }
}
