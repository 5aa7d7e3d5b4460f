package import Sockets

/// How a connection behaves: back-pressure and deadlines.
public struct ConnectionOptions: Sendable {
  /// Reading stops while the bytes owed to the peer (not yet taken by the kernel, or in work) are
  /// at or above this.
  ///
  /// 1 B to 1 GiB; 64 KiB.
  public var highWaterMark = 64 * 1024

  /// Reading starts again when they have fallen to this.
  ///
  /// Below `highWaterMark`; 16 KiB.
  public var lowWaterMark = 16 * 1024

  /// How long a connection may be silent in both directions before it is closed; `nil`: for ever.
  ///
  /// A connection that waits for its own work is not idle. Kept to within a few milliseconds.
  public var idleTimeout: Duration?

  /// How long the peer may take none of the output it is owed before it is cut; 30 s.
  public var writeStallTimeout: Duration? = .seconds(30)

  /// How long to wait, once everything was sent and the output side is shut, for the peer's own
  /// end; 2 s.
  ///
  /// Closing earlier would make the kernel reset the connection and the peer lose what was sent to
  /// it.
  public var lingerTimeout: Duration = .seconds(2)

  /// The defaults.
  public init() {}
}

/// The options in the form the connections of one listener share.
package final class ConnectionSettings {
  let highWaterMark: Int
  let lowWaterMark: Int
  /// Nanoseconds; 0: none.
  let idleTimeout: UInt64
  let stallTimeout: UInt64
  let lingerTimeout: UInt64
  let transport: Transport
  /// The same, called without counting references; `transport` keeps it alive.
  let uncounted: Unmanaged<Transport>
  /// Given back when a connection has gone; none where it was not dealt.
  let seat: Seat?

  package convenience init(_ options: ConnectionOptions, transport: Transport) {
    self.init(options, transport: transport, seat: nil)
  }

  init(_ options: ConnectionOptions, transport: Transport, seat: Seat?) {
    precondition(
      options.highWaterMark > 0 && options.highWaterMark <= 1 << 30,
      "ConnectionOptions: highWaterMark is 1 B to 1 GiB, not \(options.highWaterMark)")
    precondition(
      options.lowWaterMark >= 0 && options.lowWaterMark < options.highWaterMark,
      "ConnectionOptions: lowWaterMark \(options.lowWaterMark) is not below highWaterMark")
    highWaterMark = options.highWaterMark
    lowWaterMark = options.lowWaterMark
    // Zero would mean for ever; who wants no waiting gets the shortest there is.
    idleTimeout = options.idleTimeout.map { max(1, $0.nanosecondsClamped) } ?? 0
    stallTimeout = options.writeStallTimeout.map { max(1, $0.nanosecondsClamped) } ?? 0
    lingerTimeout = max(1, options.lingerTimeout.nanosecondsClamped)
    self.transport = transport
    uncounted = .passUnretained(transport)
    self.seat = seat
  }
}

extension ConnectionSettings {
  /// How long a deadline is, in nanoseconds; 0: for ever.
  func timeout(_ deadline: ConnectionState.Deadline) -> UInt64 {
    switch deadline {
    case .none: 0
    case .idle: idleTimeout
    case .stall: stallTimeout
    case .linger: lingerTimeout
    }
  }
}
