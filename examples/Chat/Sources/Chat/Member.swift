import Reactor

/// One connection's part in the conversation, which begins with the nickname.
final class Member: ConnectionHandler {
  private let room: Room
  private var lines = LineBuffer()
  private var connection: Connection?
  /// Lines that were not sent because the peer reads too slowly.
  private var missed = 0
  /// Empty until it is known.
  private(set) var nickname = ""

  init(_ room: Room) { self.room = room }

  func connected(_ connection: Connection) {
    self.connection = connection
    tell("* your name?")
  }

  func received(_ bytes: RawSpan, on connection: Connection) {
    lines.append(bytes)
    while connection.isOpen, let line = lines.next() { said(line, connection.id) }
    if lines.isTooLong { say(goodbye: "* a line has at most \(LineBuffer.longest) bytes") }
  }

  /// The server drains.
  func quiesced(on connection: Connection) { say(goodbye: "* the server ends") }

  func outputDrained(on connection: Connection) {
    guard missed > 0 else { return }
    tell("* you missed \(missed) lines")
    missed = 0
  }

  func closed(_ connection: Connection, _ reason: CloseReason) {
    self.connection = nil
    room.leave(connection.id)
  }

  /// Sends a line of another member, unless the peer is too far behind.
  ///
  /// So a peer that does not read costs no more than the high-water mark and a line.
  func deliver(_ line: [UInt8]) {
    guard let connection else { return }
    if connection.isCongested {
      missed += 1
    } else {
      connection.send(line.span.bytes)
    }
  }

  private func said(_ line: String, _ id: ConnectionID) {
    guard nickname.isEmpty else { return room.broadcast("\(nickname): \(line)", except: id) }
    guard !line.isEmpty, !room.isTaken(line) else { return tell("* another name, please") }
    nickname = line
    room.join(self, id)
    tell("* welcome, \(line)")
  }

  private func tell(_ line: String) { connection?.send(Array("\(line)\n".utf8).span.bytes) }

  private func say(goodbye line: String) {
    tell(line)
    connection?.finish()
  }
}
