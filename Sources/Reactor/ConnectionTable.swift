/// Names one connection of one loop for as long as the loop lives.
///
/// The slot is used again after a connection has ended, the generation is not: an answer that
/// comes late, for a connection that is gone, finds nobody instead of a stranger.
public struct ConnectionID: Hashable, Sendable, CustomStringConvertible {
  let slot: UInt32
  let generation: UInt32

  var packed: UInt64 { UInt64(generation) << 32 | UInt64(slot) }

  init(slot: UInt32, generation: UInt32) {
    self.slot = slot
    self.generation = generation
  }

  init(packed: UInt64) {
    self.init(slot: UInt32(truncatingIfNeeded: packed), generation: UInt32(packed >> 32))
  }

  /// Slot and generation, for logs.
  public var description: String { "#\(slot).\(generation)" }
}

/// The connections of a loop.
///
/// It owns them: what is not in here is gone. Loop-confined.
struct ConnectionTable {
  private struct Slot {
    var connection: Connection?
    var generation: UInt32 = 0
  }

  private var slots: ContiguousArray<Slot> = []
  private var free: ContiguousArray<UInt32> = []
  private(set) var count = 0

  /// Reserves a place; `insert` fills it.
  mutating func nextID() -> ConnectionID {
    if let slot = free.popLast() {
      return ConnectionID(slot: slot, generation: slots[Int(slot)].generation)
    }
    slots.append(Slot())
    return ConnectionID(slot: UInt32(slots.count - 1), generation: 0)
  }

  mutating func insert(_ connection: Connection) {
    slots[Int(connection.id.slot)].connection = connection
    count += 1
  }

  mutating func remove(_ id: ConnectionID) {
    let index = Int(id.slot)
    precondition(slots[index].generation == id.generation, "ConnectionTable: \(id) removed twice")
    slots[index].connection = nil
    slots[index].generation &+= 1
    free.append(id.slot)
    count -= 1
  }

  /// The connection of that name, or `nil` if it has ended.
  subscript(id: ConnectionID) -> Connection? {
    let index = Int(id.slot)
    guard index < slots.count, slots[index].generation == id.generation else { return nil }
    return slots[index].connection
  }

  /// All of them, as they are now: the table may change while the caller walks the list.
  var all: [Connection] { slots.compactMap(\.connection) }
}
