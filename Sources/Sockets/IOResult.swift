/// What one transfer of bytes came to.
///
/// Would-block is a result, never an error.
package enum IOResult: Equatable {
  /// That many bytes were moved; at least one.
  case bytes(Int)
  /// Nothing to be had, or no room, just now (`EAGAIN`).
  case wouldBlock
  /// The peer has sent its last byte. Only a receive says so.
  case endOfStream
  /// The connection is broken.
  case failed(Errno)
}

/// What one `accept4(2)` came to.
package enum AcceptResult: Equatable {
  /// A new connection; the caller owns the descriptor.
  case accepted(Int32)
  /// The queue is empty.
  case wouldBlock
  /// This one failed; whether to go on is the listener's to decide.
  case failed(Errno)
}
