internal import Reactor
internal import Sockets

/// The clients that threads are serving: who they are, and how to reach them.
///
/// The lock closes two races: a descriptor's number may be a stranger's once it is closed, and a
/// thread's name once it has ended. Both are used only while the client is in here, and whoever
/// serves it takes it out first.
final class ClientTable: Sendable {
  private struct Client {
    let fd: Int32
    let slot: Int
    var thread: InterruptibleThread?
  }

  private struct State {
    /// By a number that is never used twice.
    var clients: [UInt64: Client] = [:]
    var nextNumber: UInt64 = 0
    var freeSlots: [Int] = []
    var nextSlot = 0
    /// Cut, and not yet noticed by those who serve them.
    var stragglers = 0
    /// Somebody waits for one to leave.
    var isWatched = false
  }

  private let state = Locked(State())
  private let context: BlockingContext
  /// Called when a client has left and somebody waits for that.
  let left: Wakeup

  init(_ context: BlockingContext) throws(SocketError) {
    self.context = context
    do { left = try Wakeup() } catch { throw SocketError("make", "a table of clients", error) }
  }

  /// Takes a client in; its thread need not have begun.
  ///
  /// - Returns: `nil` once all are cut: nobody would cut this one, and the slots are not free.
  func enter(_ fd: Int32) -> (number: UInt64, slot: ClientSlot)? {
    state.withLock { state in
      // Asked under the lock, which whoever cuts takes behind the flag: either this client is seen
      // there, or the flag is seen here.
      guard !context.isCut else { return nil }
      let index = state.freeSlots.popLast() ?? state.nextSlot
      let slot = context.counters.slot(index)
      if index == state.nextSlot { state.nextSlot += 1 }
      state.nextNumber += 1
      state.clients[state.nextNumber] = Client(fd: fd, slot: index)
      slot.begin()
      return (state.nextNumber, slot)
    }
  }

  /// The calling thread is the one that serves this client.
  func serve(_ number: UInt64) {
    let thread = InterruptibleThread.current()
    state.withLock { $0.clients[number]?.thread = thread }
  }

  /// Takes a client out, and counts its end unless it was cut, which is counted already.
  ///
  /// Counted before its descriptor is closed: a peer that sees the end finds it in the statistics.
  func leave(_ number: UInt64, _ reason: CloseReason) {
    let isWatched = state.withLock { state in
      guard let client = state.clients.removeValue(forKey: number) else {
        state.stragglers -= 1
        return true
      }
      context.counters.count(reason)
      state.freeSlots.append(client.slot)
      return state.isWatched
    }
    if isWatched { left.call() }
  }

  /// Takes a client out that no thread was to be had for; it may come again.
  func withdraw(_ number: UInt64) {
    state.withLock { state in
      if let client = state.clients.removeValue(forKey: number) {
        state.freeSlots.append(client.slot)
      }
    }
  }

  /// Whether `left` is called from now on.
  func watch(_ isWatched: Bool) { state.withLock { $0.isWatched = isWatched } }

  /// Clients that were cut while whoever serves them was at work, and still is.
  var stragglers: Int { state.withLock { $0.stragglers } }

  var count: Int { state.withLock { $0.clients.count } }

  /// Wakes everyone who sleeps and does not know of the drain yet.
  func interruptAll() {
    state.withLock { state in
      for client in state.clients.values where !context.counters.slot(client.slot).hasNoticed {
        client.thread?.interrupt()
      }
    }
  }

  /// Cuts every client; whoever serves one may take a while to see it.
  ///
  /// Raise `isCut` before.
  func cutAll() {
    state.withLock { state in
      for client in state.clients.values {
        context.counters.count(.aborted)
        BlockingCalls.cut(client.fd)
        client.thread?.interrupt()
      }
      state.stragglers += state.clients.count
      // Their slots are not given to others: their threads may still write there.
      state.clients = [:]
    }
  }
}
