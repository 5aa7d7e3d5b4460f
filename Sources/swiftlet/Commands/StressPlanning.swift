import EchoProtocol
import Reactor
import Stress

extension StressOptions {
  /// The load that is asked for.
  ///
  /// - Parameter now: the time, since 1970-01-01 00:00 UTC.
  func plan(now: Duration) throws(CommandError) -> StressPlan {
    var plan: StressPlan
    let bytes = try payload.map { (path) throws(CommandError) in try InputFile.bytes(of: path) }
    let longest = max(sizes.largest, min(bytes?.count ?? 0, Int(Int32.max)))
    do {
      let echo = try EchoConfiguration(
        framing: Framing(parsing: framing), chain: TransformChain(parsing: expect),
        maximumFrameBytes: max(longest, EchoConfiguration.defaultMaximumFrameBytes))
      plan = StressPlan(echo: echo)
      plan.endpoints = try endpoints.map { try Endpoint(parsing: $0) }
    } catch {
      throw .usage(describing: error)
    }
    plan.connections = connections
    plan.load = load
    plan.pipeline = pipeline
    plan.sizes = sizes
    plan.payload = bytes
    plan.messagesPerConnection = messagesPerConnection
    plan.connectRate = connectRate
    plan.reconnects = reconnect
    plan.threads = threads
    plan.companions = companions
    plan.duration = duration
    plan.messages = messages
    plan.warmup = warmup
    plan.startAt = try start(now)
    plan.seed = seed
    plan.replyTimeout = timeout
    plan.connectTimeout = connectTimeout
    return plan
  }

  /// When messages are sent; a search makes its rates itself.
  private var load: LoadModel {
    if let profile = ramp ?? steps ?? rate.map({ .constant($0) }) {
      return .open(profile, arrivals)
    }
    if findMax != nil { return .open(.constant(Self.firstRate), arrivals) }
    return .closed(thinkTime: think)
  }

  /// Where a search begins that is not told where: slow enough for any server.
  static let firstRate = 1000.0

  private var companions: [Companion: Int] {
    let counts: [Companion: Int] = [
      .idle: idle, .slowReader: slowReaders, .slowWriter: slowWriters, .halfCloser: halfClosers,
      .resetter: resetters,
    ]
    return counts.filter { $0.value > 0 }
  }

  private func start(_ now: Duration) throws(CommandError) -> Duration? {
    guard let startAt else { return nil }
    let time = startAt.sinceEpoch(now: now)
    guard time >= now else {
      let late = ((now - time) / .seconds(1)).rounded(.up)
      throw .usage(
        "--start-at: the time is in the past, by \(Int(late)) s",
        hint: "are the clocks of the machines the same? +3s is three seconds from now")
    }
    // A load would wait as long without a word: somebody has mistyped it, or given milliseconds.
    guard time - now <= Self.furthest else {
      throw .usage(
        "--start-at: the time is more than 365 days away",
        hint: "a plain number is seconds since 1970; +3s is three seconds from now")
    }
    return time
  }

  private static let furthest = Duration.seconds(365 * 86_400)
}
