internal import Sockets

/// Accepts connections from one listening socket and opens them, or has them dealt out.
///
/// Loop-confined.
final class Acceptor {
  /// What becomes of those it accepts.
  enum Destination {
    case here(Entrance)
    case dealt(Dealer)
  }

  let number: UInt64
  let endpoint: Endpoint
  private let core: LoopCore
  private var socket: ListeningSocket?
  private let file: SocketFile?
  private var watch: Watch
  private var state: ListenerState
  private let destination: Destination
  private var shortage = ShortageNotice()
  /// How many it has let in.
  private var accepted = 0
  /// Those who wait for it to stop.
  var whenStopped: [() -> Void] = []

  init(
    _ number: UInt64, _ socket: consuming ListeningSocket, _ core: LoopCore, limit: Int,
    _ destination: Destination
  ) throws(SocketError) {
    self.number = number
    self.core = core
    self.destination = destination
    endpoint = socket.endpoint
    file = socket.file
    state = ListenerState(limit: limit)
    let fd = socket.descriptor.rawValue
    self.socket = consume socket
    watch = Watch(nil, -1, listenerReady, nil)
    watch = Watch(core.base, fd, listenerReady, Unmanaged.passUnretained(self).toOpaque())
    if let errno = watch.arm(.read, kernel: core.kernel) {
      stop()
      throw SocketError("listen on", "\(endpoint)", errno)
    }
  }

  private var active: Int {
    switch destination {
    case .here: core.connections.count
    case .dealt(let dealer): dealer.group.seats.taken
    }
  }

  func deals(to group: LoopGroup) -> Bool {
    if case .dealt(let dealer) = destination { dealer.group === group } else { false }
  }

  fileprivate func ready() { perform(state.readable(active: active)) }

  private func perform(_ first: ListenerState.Action) {
    var action = first
    while true {
      switch action {
      case .wait: return
      case .pause:
        watchAgain(false)
        // On another thread a place may have fallen free since it was looked for.
        if case .dealt = destination { connectionHasGone() }
        return
      case .backOff(let nanoseconds, let log):
        core.counters.acceptPauses.bump()
        if log, shortage.isDue(core.now) {
          core.log(
            "\(endpoint): descriptors or memory have run out; accepting pauses until some are free")
        }
        watchAgain(false)
        return core.schedule(at: core.now &+ nanoseconds, .listener(number))
      case .accept: action = acceptOne()
      }
    }
  }

  private func acceptOne() -> ListenerState.Action {
    guard let fd = socket?.descriptor.rawValue else { return .wait }
    switch core.kernel.accept(fd) {
    case .accepted(let fd):
      let descriptor = Descriptor(owning: fd)
      switch destination {
      case .here(let entrance): entrance.admit(descriptor, to: core)
      case .dealt(let dealer): dealer.deal(descriptor, core)
      }
      accepted += 1
      return state.accepted(active: active)
    case .wouldBlock: return .wait
    case .failed(let errno):
      if !errno.isExhaustion { core.counters.acceptErrors.bump() }
      return state.failed(errno, active: active)
    }
  }

  func connectionHasGone() {
    if case .dealt(let dealer) = destination, state.phase == .full {
      dealer.group.seats.tellOfNext()
    }
    if state.connectionGone(active: active) { watchAgain(true) }
  }

  func backOffIsOver() {
    if state.backOffIsOver() { watchAgain(true) }
  }

  private func watchAgain(_ on: Bool) {
    guard let errno = watch.arm(on ? .read : [], kernel: core.kernel) else { return }
    core.log("\(endpoint): the kernel refuses to watch it: \(errno)")
    perform(state.watchRefused())
  }

  /// Lets in everyone whose handshake is done: closing the socket would reset them.
  func acceptWaiting() {
    while true {
      guard state.phase == .accepting else { return }
      let before = accepted
      perform(state.readable(active: active))
      if accepted == before { return }
    }
  }

  /// Closes the socket, and removes its file if it made one.
  ///
  /// Idempotent.
  func stop() {
    guard socket != nil else { return }
    state.stop()
    watch.cancel()
    // While the socket is open nobody else's file can be taken for ours: its inode is in use.
    file?.remove()
    socket = nil
    // Not before: it wakes other threads, and who comes until the socket is closed is reset.
    if case .dealt(let dealer) = destination { dealer.close() }
    let waiting = whenStopped
    whenStopped = []
    for resume in waiting { resume() }
  }
}

/// libevent calls it on the loop's thread; the context is an acceptor, which its loop keeps.
private func listenerReady(_ fd: Int32, _ what: Int16, _ context: UnsafeMutableRawPointer?) {
  // Retained for the call: a handler may stop the listener from inside it.
  Unmanaged<Acceptor>.fromOpaque(context!).takeUnretainedValue().ready()
}
