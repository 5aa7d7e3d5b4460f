/// What a connection tells its user, by callback, on the loop's thread.
///
/// The fastest way to serve a connection. Callbacks must not block: while one runs, nothing else
/// on the loop does. `AsyncConnection` is the straight-line alternative.
public protocol ConnectionHandler: AnyObject {
  /// The connection is open; the first callback. Sending is allowed from here on.
  func connected(_ connection: Connection)

  /// Bytes have arrived: at least one, at most 64 KiB. The view is valid during the call only.
  func received(_ bytes: RawSpan, on connection: Connection)

  /// The peer has sent its last byte (it may still read). Called at most once.
  ///
  /// By default everything owed is sent, and the connection ends.
  func inputEnded(on connection: Connection)

  /// The loop drains and nothing more has arrived. May be called again if more does arrive.
  ///
  /// By default everything owed is sent, and the connection ends. A handler in the middle of a
  /// message may do nothing and wait for the rest.
  func quiesced(on connection: Connection)

  /// What is owed was over the high-water mark, and has fallen under the low one as the peer read.
  func outputDrained(on connection: Connection)

  /// The connection is over; the last callback, always called exactly once.
  func closed(_ connection: Connection, _ reason: CloseReason)
}

extension ConnectionHandler {
  /// Does nothing.
  public func connected(_ connection: Connection) {}

  /// Sends what is owed, then ends the connection.
  public func inputEnded(on connection: Connection) { connection.finish() }

  /// Sends what is owed, then ends the connection.
  public func quiesced(on connection: Connection) { connection.finish() }

  /// Does nothing.
  public func outputDrained(on connection: Connection) {}

  /// Does nothing.
  public func closed(_ connection: Connection, _ reason: CloseReason) {}
}
