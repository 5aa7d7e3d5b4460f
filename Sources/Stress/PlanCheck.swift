internal import EchoProtocol
internal import Reactor
internal import Sockets

extension StressPlan {
  /// What keeps the plan from being carried out here, or `nil`.
  var obstacle: StressError? {
    if let contradiction { return .impossiblePlan(contradiction) }
    let traffic = Traffic.memory(self)
    if traffic > Traffic.mostMemory {
      let isLines = payload != nil && echo.framing == .line
      let messages = isLines ? "lines of the payload" : "messages of \(sizes.largest) bytes"
      return .impossiblePlan(
        "\(pipeline) \(messages) in flight need \(traffic >> 20) MiB to verify; at most "
          + "\(Traffic.mostMemory >> 20) MiB are used")
    }
    return shortage
  }

  private var contradiction: String? {
    if endpoints.isEmpty { return "there is no endpoint to load" }
    let smallest = sizes.parts.map(\.sizes.lowerBound).min() ?? 0
    if connections < 1 || smallest < 1 || pipeline < 1 || messages ?? 1 < 1
      || messagesPerConnection ?? 1 < 1
    {
      return "connections, size, messages and those in flight are at least 1"
    }
    if !(1...64).contains(threads) { return "there are 1 to 64 threads, not \(threads)" }
    if threads > connections {
      return "\(threads) threads have no use for \(connections) connections"
    }
    if let messages, messages < threads {
      return "\(messages) messages are too few for \(threads) threads"
    }
    if sizes.parts.contains(where: { !($0.weight > 0 && $0.weight.isFinite) }) {
      return "the weight of a size is more than zero"
    }
    if let connectRate, !(connectRate > 0 && connectRate.isFinite) {
      return "connections are opened at more than 0 per second"
    }
    if let profile = load.profile {
      return profile.contradiction ?? patience ?? payloadContradiction
    }
    return patience ?? payloadContradiction
  }

  /// What of its times is more than anybody waits for, or `nil`.
  ///
  /// The moments that they add up to must fit 64 bits of nanoseconds.
  private var patience: String? {
    if warmup > Self.longest { return "the warm-up lasts at most \(Self.longestText)" }
    if measuredTime > Self.longest { return "the measurement lasts at most \(Self.longestText)" }
    if let startAt, startAt > WallClock.now + Self.longest {
      return "the load begins within \(Self.longestText)"
    }
    return nil
  }

  private static let longest = Duration.seconds(365 * 86_400)
  private static let longestText = "365 days"

  private var payloadContradiction: String? {
    var largest = sizes.largest
    if let payload {
      if payload.isEmpty { return "the payload is empty" }
      if echo.framing == .line {
        let lines = Payloads.lines(of: payload)
        if let line = lines.firstIndex(of: Array("exit".utf8)) {
          return "line \(line + 1) of the payload is 'exit', which ends a connection"
        }
        largest = lines.map(\.count).max() ?? 0
      }
    }
    if echo.framing != .raw, largest > echo.maximumFrameBytes {
      return "messages of \(largest) bytes exceed the frame limit of \(echo.maximumFrameBytes)"
    }
    return nil
  }

  /// What of files or ports this machine has too little for it.
  private var shortage: StressError? {
    // Unsigned and saturating: nonsense in a plan is to be refused, not to trap.
    let peers = companions.values.reduce(connections) {
      $0.addingReportingOverflow($1).partialValue
    }
    let others = Self.otherDescriptors + 8 * threads
    let needed = min(max(peers, 0), .max - others) + others
    let available = OpenFileLimit.raise()
    if needed > available { return .tooFewDescriptors(needed: needed, available: available) }
    let ports = PortRange.count
    // Each address has all ports of this machine for itself.
    let tcp = endpoints.filter(\.isTCP)
    if !tcp.isEmpty, connections / endpoints.count > ports {
      return .tooFewPorts(needed: connections / endpoints.count, available: ports)
    }
    return nil
  }

  /// What the process has open besides its connections.
  private static let otherDescriptors = 32
}

extension Endpoint {
  fileprivate var isTCP: Bool { if case .tcp = self { true } else { false } }
}

extension RateProfile {
  /// What is impossible about it, or `nil`.
  fileprivate var contradiction: String? {
    if segments.isEmpty { return "a profile has at least one rate" }
    for segment in segments {
      guard segment.from >= 0, segment.to >= 0, segment.from <= Self.highest,
        segment.to <= Self.highest
      else { return "rates are 0 to \(Int(Self.highest)) messages per second" }
      if let duration = segment.duration, duration <= .zero {
        return "a stretch of a profile lasts more than no time"
      }
    }
    if segments.dropLast().contains(where: { $0.duration == nil }) {
      return "only the last stretch of a profile may last as long as the load"
    }
    if segments.allSatisfy({ $0.from == 0 && $0.to == 0 }) { return "the rate is never above 0" }
    return nil
  }

  private static var highest: Double { 1e9 }
}
