internal import Measurement

/// Something in which two runs differ by intention or circumstance, not by measurement.
public struct RunDifference: Sendable, Equatable, Codable {
  /// What differs: `connections`, `machine`.
  public let what: String
  /// It in the first run.
  public let a: String
  /// It in the second.
  public let b: String
  /// Whether their figures cannot be compared for it.
  ///
  /// Which server was asked, for how long, and by which version does not keep them from it: that may
  /// be what one wants to compare.
  public let matters: Bool
}

extension RunDifference {
  /// All that differs between two runs.
  static func between(_ a: RunRecord, _ b: RunRecord) -> [RunDifference] {
    func differences(_ left: [Trait], _ right: [Trait]) -> [RunDifference] {
      zip(left, right).compactMap { left, right in
        left.value == right.value
          ? nil
          : RunDifference(what: left.what, a: left.value, b: right.value, matters: left.matters)
      }
    }
    return differences(Trait.all(of: a.plan), Trait.all(of: b.plan))
      + differences(Trait.circumstances(of: a), Trait.circumstances(of: b))
  }

  /// One line: `connections: 50 and 100`.
  var words: String { "\(what): \(a) and \(b)" }
}

/// One thing about a run, in words.
private struct Trait {
  let what: String
  let value: String
  var matters = true

  static func all(of plan: PlanRecord) -> [Trait] {
    let companions = plan.companions.sorted { $0.key < $1.key }.map { "\($0) \($1)" }
    return [
      Trait(
        what: "endpoints", value: plan.endpoints.joined(separator: " "), matters: false),
      Trait(what: "load", value: load(plan)),
      Trait(what: "connections", value: "\(plan.connections)"),
      Trait(what: "pipeline", value: "\(plan.pipeline)"),
      Trait(what: "sizes", value: plan.sizes),
      Trait(what: "payload", value: plan.payloadBytes.map { "a file of \($0) bytes" } ?? "seeded"),
      Trait(what: "framing", value: plan.framing),
      Trait(what: "expect", value: plan.expect),
      Trait(what: "threads", value: "\(plan.threads)"),
      Trait(what: "connect rate", value: plan.connectRatePerSecond.map(rate) ?? "none"),
      Trait(
        what: "messages per connection", value: plan.messagesPerConnection.map { "\($0)" } ?? "all"),
      Trait(what: "reconnects", value: plan.reconnects ? "yes" : "no"),
      Trait(
        what: "companions",
        value: companions.isEmpty ? "none" : companions.joined(separator: ", ")),
      Trait(what: "duration", value: seconds(plan.durationSeconds), matters: false),
      Trait(
        what: "messages at most", value: plan.messagesAtMost.map { "\($0)" } ?? "any",
        matters: false),
      Trait(what: "warm-up", value: seconds(plan.warmupSeconds), matters: false),
      Trait(what: "reply timeout", value: seconds(plan.replyTimeoutSeconds), matters: false),
    ]
  }

  static func circumstances(of record: RunRecord) -> [Trait] {
    let machine = record.environment
    let quota = machine.quotaCores.map { ", quota \(shortest($0))" } ?? ""
    return [
      Trait(
        what: "machine",
        value: "\(machine.cpuModel) (\(machine.architecture)), "
          + "\(machine.allowedCores) of \(machine.cores) cores\(quota)"),
      Trait(what: "kernel", value: machine.kernel, matters: false),
      Trait(what: "version", value: record.version, matters: false),
    ]
  }

  /// `closed`, or the rates and how messages follow each other.
  private static func load(_ plan: PlanRecord) -> String {
    guard let profile = plan.profile else {
      return plan.thinkTimeSeconds.map { "closed, think time \(seconds($0))" } ?? plan.model
    }
    let segments = profile.map { segment in
      let rates =
        segment.fromPerSecond == segment.toPerSecond
        ? rate(segment.fromPerSecond)
        : "\(rate(segment.fromPerSecond))..\(rate(segment.toPerSecond))"
      return segment.durationSeconds.map { "\(rates):\(seconds($0))" } ?? rates
    }
    return "\(plan.model) \(segments.joined(separator: ",")) \(plan.arrivals ?? "")"
  }

  private static func rate(_ perSecond: Double) -> String { shortest(perSecond) + "/s" }
  private static func seconds(_ seconds: Double) -> String { shortest(seconds) + " s" }
}
