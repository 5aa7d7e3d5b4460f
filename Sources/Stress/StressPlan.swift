public import EchoProtocol
public import Reactor

/// What a load is to be: how many connections, what they send, when, and for how long.
public struct StressPlan: Sendable {
  /// The servers, ours or any other that echo; connections go to them in rotation.
  public var endpoints: [Endpoint]

  /// Connections open at once; at least 1.
  ///
  /// 50.
  public var connections = 50

  /// When messages are sent.
  ///
  /// A closed loop without a think time.
  public var load = LoadModel.closed()

  /// Messages that each connection may have in flight; at least 1.
  ///
  /// A closed loop keeps so many in flight, an open one never has more.
  ///
  /// 1.
  public var pipeline = 1

  /// Payloads of the messages in bytes, terminator or prefix not counted; at least 1.
  ///
  /// 64 each.
  public var sizes = SizeDistribution.fixed(64)

  /// What the payloads are cut from, again and again from the start; `nil`: bytes made from `seed`.
  ///
  /// With line framing, each of its lines is a message, and `sizes` says nothing.
  public var payload: [UInt8]?

  /// Replies after which a connection is closed and another takes its place; at least 1.
  ///
  /// `nil`: connections stay.
  public var messagesPerConnection: Int?

  /// Connections opened per second; `nil`: 64 at a time, as fast as they open.
  public var connectRate: Double?

  /// Whether a connection that broke, or could not be opened, is replaced; after 10 ms at first, up
  /// to a second when it goes on failing.
  public var reconnects = false

  /// Threads, each with an event loop of its own and its share of the connections; 1...64.
  ///
  /// 1.
  public var threads = 1

  /// Difficult peers beside the load, by kind.
  public var companions: [Companion: Int] = [:]

  /// How long is measured, once the warm-up is over; a profile that has an end sets its own.
  public var duration: Duration = .seconds(10)

  /// Ends the load once so many replies have been measured, should that be before its time is up;
  /// at least 1.
  ///
  /// `nil`: time alone ends it. What is measured then does not depend on how fast the machine is,
  /// which is what a test wants.
  public var messages: Int?

  /// How long the load runs before anything is counted.
  public var warmup: Duration = .seconds(1)

  /// When the warm-up begins, since 1970-01-01 00:00 UTC; `nil`: as soon as it is connected.
  ///
  /// So that generators on several machines begin together.
  public var startAt: Duration?

  /// What the server speaks, and what its answers must have gone through.
  public var echo: EchoConfiguration

  /// Where the payloads, and what else is left to chance, begin: the same seed sends the same
  /// bytes.
  public var seed: UInt64 = 1

  /// A reply later than this is an error, and ends its connection.
  public var replyTimeout: Duration = .seconds(10)

  /// A connection must open within this.
  public var connectTimeout: Duration = .seconds(5)

  /// Called once, on the loop of the first thread, when the measurement begins; it must not block.
  package var whenMeasuring: (@Sendable () -> Void)?

  /// A load of the defaults on `endpoints`.
  public init(_ endpoints: Endpoint..., echo: EchoConfiguration) {
    self.endpoints = endpoints
    self.echo = echo
  }

  /// How long is measured.
  public var measuredTime: Duration { load.profile?.duration ?? duration }

  /// What a thread's share of a number is, so that the shares add up to it.
  func share(of count: Int, _ thread: Int) -> Int {
    count / threads + (thread < count % threads ? 1 : 0)
  }
}
