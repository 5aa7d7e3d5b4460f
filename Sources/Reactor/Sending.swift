// What people have at hand to send, besides a view of bytes.

extension Connection {
  /// Sends the bytes of an array, as `send(_:)` does with a view.
  @discardableResult
  public func send(_ bytes: [UInt8]) -> Bool { send(bytes.span.bytes) }

  /// Sends a text as UTF-8.
  @discardableResult
  public func send(_ text: String) -> Bool { send(Array(text.utf8)) }
}

extension AsyncConnection {
  /// Sends the bytes of an array without waiting.
  @discardableResult
  public func send(_ bytes: [UInt8]) -> Bool { connection.send(bytes) }

  /// Sends a text as UTF-8 without waiting.
  @discardableResult
  public func send(_ text: String) -> Bool { connection.send(text) }
}
