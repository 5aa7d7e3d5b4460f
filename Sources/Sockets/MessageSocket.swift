/// One end of a pair of `SOCK_SEQPACKET` sockets: a message comes whole or not at all (`unix(7)`).
package enum MessageSocket {
  /// Takes the next message.
  ///
  /// An end that was closed with messages of this one unread is no error here but an end: what it
  /// has said before is still taken, which the kernel puts behind ECONNRESET.
  ///
  /// - Parameter waits: whether to sleep until there is one; otherwise `.wouldBlock`.
  /// - Returns: `.endOfStream` when the other end has been closed and nothing is left.
  package static func receive(
    _ fd: Int32, _ buffer: UnsafeMutableRawPointer, _ capacity: Int, waits: Bool
  ) -> IOResult {
    while true {
      switch BlockingCalls.receive(fd, buffer, capacity, waits: waits) {
      // Told once, so this ends.
      case .failed(.connectionReset), .failed(.interrupted): continue
      case let result: return result
      }
    }
  }
}
