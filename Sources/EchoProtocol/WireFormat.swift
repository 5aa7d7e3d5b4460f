// What a client, a load generator or a test needs to talk to a server with this configuration.
// Nothing here is on a server's path.
extension EchoConfiguration {
  /// A payload as a client sends it: with its line feed, or its length before it.
  ///
  /// - Parameter payload: at most 2³² − 1 bytes with length framing, more traps. With line framing
  ///   a payload that contains line feeds is several lines.
  public func encode(request payload: [UInt8]) -> [UInt8] {
    switch framing {
    case .raw: return payload
    case .line: return payload + [FrameScanner.lineFeed]
    case .length:
      var request: [UInt8] = []
      request.reserveCapacity(Framing.prefixBytes + payload.count)
      request.append(bigEndian: UInt32(payload.count))
      request.append(contentsOf: payload)
      return request
    }
  }

  /// What a server must answer to a payload that was sent as `encode(request:)` makes it.
  ///
  /// Transforms that only take time (`burn`, `wait`) are left out: they change no byte.
  ///
  /// - Returns: the bytes on the wire. After an `exit` line, nothing more is answered.
  /// - Throws: `EchoError`, where a server would close the connection instead of answering.
  public func expectedReply(to payload: [UInt8]) throws(EchoError) -> [UInt8] {
    let request = encode(request: payload)
    let bytes = request.span.bytes
    let answering = chain.withoutDelays
    var reply: [UInt8] = []
    var end = 0
    // The server's own scanner cuts the request, so that a payload which happens to end in a
    // carriage return is understood as the server understands it.
    while let scanned = try scanner.nextFrame(in: bytes, from: end, atEnd: false) {
      var frame = Array(request[scanned.payload])
      try answering.apply(to: &frame)
      scanned.seal.append(frame, to: &reply)
      end = scanned.end
      if scanned.isExit { break }
    }
    return reply
  }
}
