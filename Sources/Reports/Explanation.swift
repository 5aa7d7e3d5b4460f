internal import Measurement

/// What there is to say about a run in words: sentences that each stand on their figures.
public enum Explanation {
  /// The sentences, the most important first; none where the figures speak for themselves.
  ///
  /// In this order: nothing measured; less achieved than wanted; stretches with far too few replies;
  /// where what a user would have waited and what the single exchange took part company. Figures that
  /// are the client's own have their words in ``RunRecord/doubts``.
  public static func sentences(for record: RunRecord) -> [String] {
    if record.isEmpty { return [nothing(record)] }
    return [overload(record)].compactMap { $0 } + stalls(record)
      + [parting(record)].compactMap { $0 }
  }

  /// Replies may have come all the same: to what had been due during the warm-up.
  private static func nothing(_ record: RunRecord) -> String {
    guard record.unsent > 0 else {
      return "Not one reply came in the measured time."
    }
    return "Not one message that was due in the measured time was answered; "
      + "\(HumanFormat.count(record.unsent)) could not be sent at all, for the server, or the limit "
      + "of messages in flight, was still busy with earlier ones. Use a lower rate."
  }

  // MARK: - Less than wanted

  private static func overload(_ record: RunRecord) -> String? {
    guard let target = record.targetPerSecond, target > 0,
      record.messagesPerSecond < 0.99 * target
    else { return nil }
    let share = decimal(record.messagesPerSecond / target * 100, places: 1)
    var sentence =
      "The load wanted \(rate(target)) and got \(rate(record.messagesPerSecond)), \(share) % of it"
    if record.unsent > 0 {
      sentence += "; \(plural(record.unsent, "message")) that were due could not be sent at all"
    }
    // Where the client itself was the limit, the doubts have said so.
    guard record.valid else { return sentence + "." }
    return sentence + ". Either the server cannot do more, or too few messages may be in flight "
      + "(\(plural(record.plan.connections, "connection")), \(record.plan.pipeline) each)."
  }

  // MARK: - Stalls

  private static func stalls(_ record: RunRecord) -> [String] {
    let stalls = Stall.stalls(in: record)
    if stalls.isEmpty { return [longWait(record)].compactMap { $0 } }
    var sentences = stalls.prefix(3).map { stall in
      let came =
        stall.came == 0 ? "no reply came" : "only \(plural(stall.came, "reply", "replies")) came"
      return
        "From \(decimal(stall.start, places: 1)) s to \(decimal(stall.end, places: 1)) s \(came)"
        + " where about \(HumanFormat.count(rounding: stall.expected)) were to be expected; "
        + "the longest wait was \(time(record.latency.max))."
    }
    if stalls.count > 3 { sentences.append("There were \(stalls.count - 3) more such stretches.") }
    if record.targetPerSecond == nil {
      sentences.append(
        "A closed loop sends nothing while it waits, so its percentiles count such a stretch once "
          + "per message in flight; a constant rate (-r) shows what users would meet.")
    }
    return sentences
  }

  /// A stall that ended within the second it began in shows in no count, but in the longest wait.
  private static func longWait(_ record: RunRecord) -> String? {
    let least = max(100_000, 100 * record.latency.p50)
    guard let worst = record.intervals.max(by: { $0.latency.max < $1.latency.max }),
      worst.latency.max >= least
    else { return nil }
    let end = worst.startSeconds + worst.durationSeconds
    return
      "From \(decimal(worst.startSeconds, places: 1)) s to \(decimal(end, places: 1)) s replies "
      + "took up to \(time(worst.latency.max)), where half of all took \(time(record.latency.p50)) "
      + "or less: something stood still for about that long."
  }

  // MARK: - Two latencies

  /// How many users are beyond a percentile.
  private static let ranks: [(words: String, figure: @Sendable (LatencyFigures) -> Double)] = [
    ("Every second user", { $0.p50 }), ("One user in ten", { $0.p90 }),
    ("One user in a hundred", { $0.p99 }), ("One user in a thousand", { $0.p999 }),
    ("One user in ten thousand", { $0.p9999 }),
  ]

  /// At the lowest percentile at which one latency is more than twice the other and a millisecond
  /// above it.
  private static func parting(_ record: RunRecord) -> String? {
    guard record.service.max > 0 else { return nil }
    for (words, figure) in ranks {
      let (waited, took) = (figure(record.latency), figure(record.service))
      guard waited > 2 * took, waited > took + 1000 else { continue }
      let most = time(record.latency.max)
      let wait = time(waited) == most ? most : "\(time(waited)) or more, up to \(most)"
      let real =
        "Counted from the real sending it looks like \(time(took)), and the slowest single exchange "
        + "took \(time(record.service.max))."
      let lag = figure(record.sendLag)
      if lag > (waited - took) / 2 {
        return
          "\(words) waited \(wait), most of which may be the client's own doing: as many messages "
          + "were sent \(time(lag)) or more late though a connection was free. " + real
      }
      return
        "\(words) would have waited \(wait), because messages that were due could not be sent: "
        + "the server, or the limit of messages in flight, held them back. " + real
    }
    return nil
  }

  // MARK: - Figures

  private static func time(_ microseconds: Double) -> String {
    HumanFormat.duration(nanoseconds: microseconds * 1000)
  }

  private static func rate(_ perSecond: Double) -> String {
    let figure =
      perSecond < 100 ? decimal(perSecond, places: 1) : HumanFormat.count(rounding: perSecond)
    return figure + " messages/s"
  }
}
