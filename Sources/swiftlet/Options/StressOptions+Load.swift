import Reports
import Stress

extension StressOptions {
  /// How much, how long.
  static let load: [Option<StressOptions>] = [
    .value(
      "connections", short: "c", "N", default: "50", "connections at once", into: \.connections,
      CountText.within(1...1_000_000)),
    .value(
      "pipeline", short: "p", "N", default: "1", "messages in flight per connection",
      into: \.pipeline, CountText.within(1...65_536)),
    .value(
      "duration", short: "d", "TIME", default: "10s", "how long to measure", into: \.duration,
      DurationText.parsePositive),
    .value(
      "messages", short: "n", "N", default: nil, "end once so many are answered",
      into: \.messages, { (text) throws(BadValue) in try CountText.within(1...Int.max)(text) }),
    .value(
      "warmup", "TIME", default: "1s", "run this long before measuring", into: \.warmup,
      DurationText.parse),
    .value(
      "threads", short: "t", "N", default: "1", "threads, an event loop each", into: \.threads,
      CountText.within(1...64)),
    .value(
      "start-at", "TIME", default: nil, "begin at +3s, UNIX-SECONDS or ISO 8601",
      into: \.startAt, { (text) throws(BadValue) in try StartText.parse(text) }),
  ]

  /// When messages are due.
  static let rates: [Option<StressOptions>] = [
    .value(
      "rate", short: "r", "RATE", default: nil, "messages per second, 20000/s", into: \.rate,
      { (text) throws(BadValue) in try RateText.parsePositive(text) }),
    .value(
      "arrivals", "A", default: "constant", choices: ChoiceText.words(Arrivals.self),
      "constant or poisson", into: \.arrivals, ChoiceText.parse),
    .value(
      "ramp", "A..B:TIME", default: nil, "from one rate to another, 0/s..50000/s:30s",
      into: \.ramp, { (text) throws(BadValue) in try ProfileText.parseRamp(text) }),
    .value(
      "steps", "A,B,...:TIME", default: nil, "each rate so long, 10000/s,20000/s:10s",
      into: \.steps, { (text) throws(BadValue) in try ProfileText.parseSteps(text) }),
    .value(
      "find-max", "CONDITION", default: nil, "search the highest rate that has 'p99<5ms'",
      into: \.findMax, { (text) throws(BadValue) in try ConditionText.gate(text) }),
    .value(
      "think", "TIME", default: "0", "pause between a reply and the next", into: \.think,
      DurationText.parse),
  ]

  /// How connections come and go.
  static let connecting: [Option<StressOptions>] = [
    .value(
      "connect-rate", "RATE", default: nil, "connections opened per second, 500/s",
      into: \.connectRate, { (text) throws(BadValue) in try RateText.parsePositive(text) }),
    .value(
      "messages-per-connection", "N", default: nil, "replace it after so many replies",
      into: \.messagesPerConnection,
      { (text) throws(BadValue) in try CountText.within(1...Int.max)(text) }),
    .flag("reconnect", "replace connections that break", sets: \.reconnect),
    .value(
      "timeout", "TIME", default: "10s", "a later reply is an error", into: \.timeout,
      DurationText.parsePositive),
    .value(
      "connect-timeout", "TIME", default: "5s", "a connection must open within it",
      into: \.connectTimeout, DurationText.parsePositive),
  ]
}
