import Reactor

/// Everybody who is here.
///
/// Not `Sendable`: it is reached through the handlers of one loop and so lives on that loop's
/// thread. That is why it needs neither a lock nor an actor of its own.
final class Room {
  private var members: [ConnectionID: Member] = [:]

  func isTaken(_ nickname: String) -> Bool { members.values.contains { $0.nickname == nickname } }

  func join(_ member: Member, _ id: ConnectionID) {
    members[id] = member
    broadcast("* \(member.nickname) is here, with \(members.count - 1) others", except: id)
  }

  func leave(_ id: ConnectionID) {
    guard let member = members.removeValue(forKey: id) else { return }
    broadcast("* \(member.nickname) has left", except: id)
  }

  /// Sends a line to everybody but one.
  ///
  /// Nobody goes from `members` meanwhile: a connection that breaks under a send says so only
  /// behind the loop's pass.
  func broadcast(_ line: String, except speaker: ConnectionID) {
    let bytes = Array("\(line)\n".utf8)
    for (id, member) in members where id != speaker { member.deliver(bytes) }
  }
}
