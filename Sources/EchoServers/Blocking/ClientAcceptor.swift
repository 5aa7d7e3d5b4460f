internal import Reactor
internal import Sockets

/// Accepts for a model that gives each client a thread or a process of its own: one caller, who
/// sleeps in `poll(2)` on these listeners and on whatever else he waits for.
///
/// The rules are those of the reactor's listeners, `ListenerState`: a bounded number at a wake-up,
/// nobody accepted beyond the limit, a pause that grows when something has run out.
struct ClientAcceptor {
  private struct Place {
    let listener: OpenListener
    var state: ListenerState
    /// When its back-off is over.
    var resumesAt: UInt64 = 0
    /// Where it is among the polled, if it is.
    var place: Int?
  }

  private let context: BlockingContext
  /// How many clients there are, those included that hold what a newcomer needs though they have
  /// ended.
  private let active: () -> Int
  private let acceptOn: (Int32) -> AcceptResult
  private var places: [Place]
  /// Accepted, and no thread or process to be had for it yet: kept, not thrown out.
  private var waiting: Newcomer?
  private var shortage = ShortageNotice()
  private static let retryInterval: UInt64 = 50_000_000

  /// A client that has been accepted, and the service it came to.
  final class Newcomer: Sendable {
    let socket: Descriptor
    let service: Int

    init(_ socket: consuming Descriptor, _ service: Int) {
      self.socket = socket
      self.service = service
    }
  }

  /// - Parameters:
  ///   - accepting: takes one from a listener's queue; tests inject faults.
  ///   - active: how many clients there are now.
  init(
    _ listeners: [OpenListener], _ context: BlockingContext,
    accepting: @escaping (Int32) -> AcceptResult = BlockingCalls.accept,
    active: @escaping () -> Int
  ) {
    self.context = context
    self.active = active
    acceptOn = accepting
    places = listeners.map { Place(listener: $0, state: ListenerState(limit: context.limit)) }
  }

  /// Adds the listeners that somebody may be accepted from.
  ///
  /// - Returns: in how many nanoseconds to look again at the latest; `nil`: no need to.
  mutating func prepare(_ poll: inout PollSet) -> UInt64? {
    let now = MonotonicClock.nanoseconds
    var next: UInt64?
    if waiting != nil { next = Self.retryInterval }
    for index in places.indices {
      _ = places[index].state.connectionGone(active: active())
      if places[index].resumesAt <= now { _ = places[index].state.backOffIsOver() }
      places[index].place = nil
      switch places[index].state.phase {
      case .accepting:
        if waiting == nil { places[index].place = poll.add(places[index].listener.fd) }
      case .backingOff:
        next = min(next ?? .max, places[index].resumesAt - min(now, places[index].resumesAt))
      // The caller is woken when a client leaves.
      case .full, .stopped: break
      }
    }
    return next
  }

  /// Whether a client that leaves makes room for one who waits.
  var isFull: Bool { places.contains { $0.state.phase == .full } }

  /// Accepts from whichever listener was ready.
  ///
  /// - Parameter admit: gives the client its thread or process; says what there was too little of.
  mutating func accept(_ poll: PollSet, _ admit: (Newcomer) -> Errno?) {
    if let client = waiting, !retry(client, admit) { return }
    for index in places.indices {
      guard let place = places[index].place, poll.isReady(place) else { continue }
      follow(places[index].state.readable(active: active()), index, admit)
      // The others keep their place in the kernel's queue.
      if waiting != nil { return }
    }
  }

  /// Lets in everyone whose handshake is done, and then nobody any more.
  ///
  /// They are taken out of the queues first and let in when nobody can come any more: clients that
  /// come again as soon as they are served would otherwise be let in for ever, and the caller, who
  /// has other things to do, would not come back.
  mutating func finish(_ admit: (Newcomer) -> Errno?) {
    if let client = waiting { _ = retry(client, admit) }
    // Who is taken out of a queue has no place yet, but will have one.
    var taken = active()
    var arrived: [Newcomer] = []
    for index in places.indices {
      if waiting == nil { collect(index, &arrived, &taken) }
      places[index].state.stop()
      places[index].listener.refuse()
    }
    // Each socket is let go of as soon as somebody has it: its end must not wait for the others.
    arrived.reverse()
    while let client = arrived.popLast() {
      // What one lacks may take longer to come than this drain may.
      if let errno = admit(client) {
        notePause("threads or processes (\(errno))", true)
        context.counters.count(.aborted)
      }
    }
    abandon()
  }

  /// Whoever waits for a thread or a process is not let in any more.
  mutating func abandon() {
    if waiting != nil { context.counters.count(.aborted) }
    waiting = nil
  }

  /// Takes those out of a listener's queue who have arrived, and for whom there is room.
  private mutating func collect(_ index: Int, _ arrived: inout [Newcomer], _ taken: inout Int) {
    // No queue is longer.
    var left = places[index].listener.backlog + 1
    while left > 0, places[index].state.phase == .accepting {
      var action = places[index].state.readable(active: taken)
      while action == .accept {
        left -= 1
        switch acceptOn(places[index].listener.fd) {
        case .accepted(let fd):
          context.counters.add(.accepted)
          arrived.append(Newcomer(Descriptor(owning: fd), index))
          taken += 1
          action = left > 0 ? places[index].state.accepted(active: taken) : .wait
        case .wouldBlock: return
        case .failed(let errno):
          if !errno.isExhaustion { context.counters.add(.acceptErrors) }
          action = places[index].state.failed(errno, active: taken)
        }
      }
      if case .backOff(_, let log) = action { notePause("descriptors or memory", log) }
    }
  }

  private mutating func retry(_ client: Newcomer, _ admit: (Newcomer) -> Errno?) -> Bool {
    guard admit(client) == nil else { return false }
    waiting = nil
    return true
  }

  private mutating func follow(
    _ first: ListenerState.Action, _ index: Int, _ admit: (Newcomer) -> Errno?
  ) {
    var action = first
    while true {
      switch action {
      case .wait, .pause: return
      case .backOff(let nanoseconds, let log):
        places[index].resumesAt = MonotonicClock.nanoseconds &+ nanoseconds
        return notePause("descriptors or memory", log)
      case .accept: action = acceptOne(index, admit)
      }
    }
  }

  private mutating func acceptOne(
    _ index: Int, _ admit: (Newcomer) -> Errno?
  ) -> ListenerState.Action {
    switch acceptOn(places[index].listener.fd) {
    case .accepted(let fd):
      context.counters.add(.accepted)
      let client = Newcomer(Descriptor(owning: fd), index)
      if let errno = admit(client) {
        waiting = client
        notePause("threads or processes (\(errno))", true)
        return .wait
      }
      return places[index].state.accepted(active: active())
    case .wouldBlock: return .wait
    case .failed(let errno):
      if !errno.isExhaustion { context.counters.add(.acceptErrors) }
      return places[index].state.failed(errno, active: active())
    }
  }

  private mutating func notePause(_ what: String, _ log: Bool) {
    context.counters.add(.acceptPauses)
    guard log, shortage.isDue(MonotonicClock.nanoseconds) else { return }
    context.log("\(what) have run out; accepting pauses until some are free")
  }
}
