public import EchoProtocol
public import Reactor

/// What a load is to be: a closed loop over some connections, each of which keeps some messages
/// in flight.
public struct StressPlan: Sendable {
  /// The server, ours or any other that echoes.
  public var endpoint: Endpoint

  /// Connections open at once; at least 1.
  ///
  /// 50.
  public var connections = 50

  /// Payload of a message in bytes, terminator or prefix not counted; at least 1.
  ///
  /// 64.
  public var size = 64

  /// Messages each connection keeps in flight; at least 1.
  ///
  /// 1.
  public var pipeline = 1

  /// How long is measured, once the warm-up is over.
  public var duration: Duration = .seconds(10)

  /// Ends the load once so many replies have been measured, should that be before its time is up;
  /// at least 1.
  ///
  /// `nil`: time alone ends it. What is measured then does not depend on how fast the machine is,
  /// which is what a test wants.
  public var messages: Int?

  /// How long the load runs before anything is counted.
  public var warmup: Duration = .seconds(1)

  /// What the server speaks, and what its answers must have gone through.
  public var echo: EchoConfiguration

  /// Where the payloads begin: the same seed sends the same bytes.
  public var seed: UInt64 = 1

  /// A reply later than this is an error, and ends its connection.
  public var replyTimeout: Duration = .seconds(10)

  /// A connection must open within this.
  public var connectTimeout: Duration = .seconds(5)

  /// A load of the defaults on `endpoint`.
  public init(_ endpoint: Endpoint, echo: EchoConfiguration) {
    self.endpoint = endpoint
    self.echo = echo
  }

  /// What keeps the plan from being carried out here, or `nil`.
  var obstacle: StressError? {
    guard connections >= 1, size >= 1, pipeline >= 1, messages ?? 1 >= 1 else {
      return .impossiblePlan("connections, size, messages and those in flight are at least 1")
    }
    if echo.framing != .raw, size > echo.maximumFrameBytes {
      return .impossiblePlan(
        "messages of \(size) bytes exceed the frame limit of \(echo.maximumFrameBytes)")
    }
    let traffic = Traffic.memory(size: size, pipeline: pipeline)
    if traffic > Traffic.mostMemory {
      return .impossiblePlan(
        "\(pipeline) messages of \(size) bytes in flight need \(traffic >> 20) MiB to verify; "
          + "at most \(Traffic.mostMemory >> 20) MiB are used")
    }
    let needed = min(connections, .max - Self.otherDescriptors) + Self.otherDescriptors
    let available = OpenFileLimit.raise()
    if needed > available { return .tooFewDescriptors(needed: needed, available: available) }
    return nil
  }

  /// What the process has open besides its connections.
  private static let otherDescriptors = 32
}
