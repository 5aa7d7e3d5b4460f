internal import EchoProtocol
public import Stress

/// What a load was to be, as it is kept: enough to do it again.
///
/// Absent values (`nil`) were not asked for.
public struct PlanRecord: Sendable, Equatable, Codable {
  /// A stretch of an open loop's rate.
  public struct Segment: Sendable, Equatable, Codable {
    /// The rate at its beginning, in messages per second.
    public var fromPerSecond: Double
    /// The rate at its end, in messages per second.
    public var toPerSecond: Double
    /// How long it lasts, in seconds; `nil`: as long as the load.
    public var durationSeconds: Double?

    enum CodingKeys: String, CodingKey {
      case fromPerSecond = "from_per_second"
      case toPerSecond = "to_per_second"
      case durationSeconds = "duration_seconds"
    }
  }

  /// The servers, as they are written on the command line.
  public var endpoints: [String]
  /// `closed` or `open`.
  public var model: String
  /// How long a reply is looked at before the next message, in seconds; closed loops only.
  public var thinkTimeSeconds: Double?
  /// The rates of an open loop, one stretch after another; `nil` for a closed one.
  public var profile: [Segment]?
  /// `constant` or `poisson`; open loops only.
  public var arrivals: String?
  /// Connections open at once.
  public var connections: Int
  /// Messages that each may have in flight.
  public var pipeline: Int
  /// The payloads' sizes as they are written: `64`, `64..1KiB`, `64:90,16KiB:10`.
  public var sizes: String
  /// Bytes of the file that payloads are cut from; `nil`: made from the seed.
  public var payloadBytes: Int?
  /// How messages are framed.
  public var framing: String
  /// The chain of transforms that replies must have gone through.
  public var expect: String
  /// Threads of the load.
  public var threads: Int
  /// Connections opened per second at most.
  public var connectRatePerSecond: Double?
  /// Replies after which a connection is replaced.
  public var messagesPerConnection: Int?
  /// Whether broken connections are replaced.
  public var reconnects: Bool
  /// Difficult peers by kind.
  public var companions: [String: Int]
  /// How long is measured, in seconds.
  public var durationSeconds: Double
  /// Replies after which the load ends before its time.
  public var messagesAtMost: Int?
  /// How long runs before anything is counted, in seconds.
  public var warmupSeconds: Double
  /// A later reply is an error, in seconds.
  public var replyTimeoutSeconds: Double
  /// A connection opens within this, in seconds.
  public var connectTimeoutSeconds: Double

  enum CodingKeys: String, CodingKey {
    case endpoints, model, profile, arrivals, connections, pipeline, sizes, framing, expect
    case threads, reconnects, companions
    case thinkTimeSeconds = "think_time_seconds"
    case payloadBytes = "payload_bytes"
    case connectRatePerSecond = "connect_rate_per_second"
    case messagesPerConnection = "messages_per_connection"
    case durationSeconds = "duration_seconds"
    case messagesAtMost = "messages_at_most"
    case warmupSeconds = "warmup_seconds"
    case replyTimeoutSeconds = "reply_timeout_seconds"
    case connectTimeoutSeconds = "connect_timeout_seconds"
  }
}

extension PlanRecord {
  /// What is kept of a plan.
  public init(_ plan: StressPlan) {
    endpoints = plan.endpoints.map { "\($0)" }
    switch plan.load {
    case .closed(let time):
      model = "closed"
      thinkTimeSeconds = time > .zero ? time / .seconds(1) : nil
    case .open(let rates, let order):
      model = "open"
      arrivals = order.rawValue
      profile = rates.segments.map { segment in
        Segment(
          fromPerSecond: segment.from, toPerSecond: segment.to,
          durationSeconds: segment.duration.map { $0 / .seconds(1) })
      }
    }
    connections = plan.connections
    pipeline = plan.pipeline
    sizes = plan.sizes.written
    payloadBytes = plan.payload?.count
    framing = plan.echo.framing.rawValue
    expect = plan.echo.chain.name
    threads = plan.threads
    connectRatePerSecond = plan.connectRate
    messagesPerConnection = plan.messagesPerConnection
    reconnects = plan.reconnects
    companions = [:]
    for (kind, count) in plan.companions where count > 0 {
      companions[snakeCase(kind.rawValue)] = count
    }
    durationSeconds = plan.measuredTime / .seconds(1)
    messagesAtMost = plan.messages
    warmupSeconds = plan.warmup / .seconds(1)
    replyTimeoutSeconds = plan.replyTimeout / .seconds(1)
    connectTimeoutSeconds = plan.connectTimeout / .seconds(1)
  }
}
