public import Sockets

/// One connection of a loop: the shell around `ConnectionState` that makes the system calls.
///
/// Loop-confined (not `Sendable`): it is used from handlers on its loop's thread only. From
/// elsewhere keep its `id` and go through `EventLoop.withConnection(_:_:)`.
public final class Connection {
  /// Names it for as long as the loop lives, also after it has ended.
  public let id: ConnectionID

  let core: LoopCore
  let settings: ConnectionSettings
  @exclusivity(unchecked) var state: ConnectionState
  /// Who is told what happens.
  ///
  /// Set right after creation, emptied when the connection is over.
  @exclusivity(unchecked) var consumer = Consumer.none
  /// The straight-line code, if that is what `consumer` is, which keeps it alive: woken without
  /// counting references.
  @exclusivity(unchecked) private var task: Unmanaged<AsyncConnection>?
  private var descriptor: Descriptor?
  private let fd: Int32
  @exclusivity(unchecked) private var watch: Watch
  /// Exists while there is output the kernel has not taken.
  @exclusivity(unchecked) private var output: OutputQueue?
  /// When bytes last moved, in nanoseconds; kept only where a deadline may ask for it.
  @exclusivity(unchecked) private var lastActivity: UInt64 = 0
  /// The entry of the timer queue that stands for this connection; 0: none.
  @exclusivity(unchecked) private var queuedDeadline: UInt64 = 0
  @exclusivity(unchecked) private(set) var closeReason: CloseReason?

  enum Consumer {
    case none
    case handler(any ConnectionHandler)
    case task(AsyncConnection)
  }

  /// Takes over a connected, non-blocking socket.
  ///
  /// The caller sets `consumer`, then calls `open()`.
  package init(_ descriptor: consuming Descriptor, _ core: LoopCore, _ settings: ConnectionSettings)
  {
    id = core.connections.nextID()
    self.core = core
    self.settings = settings
    state = ConnectionState(
      highWaterMark: settings.highWaterMark, lowWaterMark: settings.lowWaterMark)
    fd = descriptor.rawValue
    self.descriptor = consume descriptor
    watch = Watch(nil, -1, connectionReady, nil)
    watch = Watch(core.base, fd, connectionReady, Unmanaged.passUnretained(self).toOpaque())
    core.connections.insert(self)
  }

  /// Gives it to its handler, which may send at once.
  func hand(to handler: any ConnectionHandler) {
    consumer = .handler(handler)
    handler.connected(self)
  }

  /// Gives it to its straight-line code.
  func hand(to task: AsyncConnection) {
    consumer = .task(task)
    self.task = .passUnretained(task)
  }

  /// Starts to watch.
  func open() {
    if settings.idleTimeout > 0 { lastActivity = core.now }
    if core.isDraining { drain() }
    sync()
  }

  // MARK: For handlers

  /// The handler it was given; `nil` for straight-line code, and once the connection is over.
  public var handler: (any ConnectionHandler)? {
    if case .handler(let handler) = consumer { handler } else { nil }
  }

  /// The loop it runs on.
  public var loop: EventLoop {
    guard let loop = core.loop else { fatalError("Connection \(id): its loop has ended") }
    return loop
  }

  /// Bytes accepted for the peer that the kernel has not taken yet.
  public var pendingOutput: Int { state.pendingOutput }

  /// Whether the peer is so far behind that the high-water mark was reached; `outputDrained` tells
  /// when it has caught up.
  ///
  /// Sending goes on to work, and costs memory.
  public var isCongested: Bool { state.isCongested }

  /// Whether what is owed, in work or not yet taken by the kernel, has reached the high-water mark.
  public var isHeldBack: Bool { state.isPaused }

  /// Whether output is still accepted.
  public var isOpen: Bool { state.takesOutput }

  /// The peer's address.
  ///
  /// - Throws: `ENOTCONN` once the connection is over.
  public func remoteEndpoint() throws(Errno) -> Endpoint {
    // Behind the end the number may be a stranger's.
    guard descriptor != nil else { throw .notConnected }
    return try peerAddress(fd).endpoint
  }

  /// This side's address.
  ///
  /// - Throws: `ENOTCONN` once the connection is over.
  public func localEndpoint() throws(Errno) -> Endpoint {
    guard descriptor != nil else { throw .notConnected }
    return try localAddress(fd).endpoint
  }

  /// Sends bytes: straight from where they are as far as the kernel takes them, the rest is copied
  /// and follows when there is room.
  ///
  /// Never blocks.
  ///
  /// After `finish()` only what was owed before is sent (the answers of work in progress); once
  /// all of that is out, and after the end, bytes are dropped.
  ///
  /// - Returns: `false` when the caller should hold back: the peer is behind, or gone.
  @discardableResult
  public func send(_ bytes: RawSpan) -> Bool {
    bytes.withUnsafeBytes { send($0) }
  }

  @inline(__always)
  func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard state.takesOutput, let base = bytes.baseAddress, !bytes.isEmpty else {
      return state.takesOutput
    }
    var sent = 0
    if state.pendingOutput == 0 {
      switch settings.uncounted._withUnsafeGuaranteedRef({ $0.send(fd, base, bytes.count) }) {
      case .bytes(let count):
        core.counters.bytesSent.bump(count)
        if count == bytes.count {
          touch()
          return true
        }
        sent = count
      case .wouldBlock: break
      case .failed(let errno):
        perform(state.failed(errno))
        return false
      case .endOfStream: fatalError("Connection: a send cannot find the end of the input")
      }
    }
    enqueue(UnsafeRawBufferPointer(rebasing: bytes[sent...]))
    return !state.isCongested
  }

  /// Sends what is owed, then shuts the output down and goes on reading: the peer sees the end of
  /// its input and can still answer (a half-close, as `nc -N` does at the end of its input).
  public func finishOutput() { perform(state.endOutput()) }

  /// Sends what is owed, shuts the output down, waits for the peer's end, closes.
  ///
  /// No more input is delivered.
  public func finish() { perform(state.finish()) }

  /// Cuts the connection now; what is owed is lost.
  public func abort() { perform(state.abort()) }

  /// Cuts the connection now with a reset, whatever is unread or unsent: the peer's next read
  /// fails instead of finding an end (RFC 9293, 3.10.5; `SO_LINGER` in socket(7)).
  public func reset() {
    // Behind the end the number may be a stranger's.
    if descriptor != nil { resetOnClose(fd) }
    abort()
  }

  /// Stops reading: the kernel's buffers fill, and the peer has to wait.
  public func pauseReading() {
    state.hold(true)
    if state.phase != .closed { sync() }
  }

  /// Reads again.
  public func resumeReading() {
    state.hold(false)
    if state.phase != .closed { sync() }
  }

  /// Counts bytes whose answer is being worked on elsewhere.
  ///
  /// They hold reading back like pending output does, and the connection does not end before they
  /// are answered.
  public func beginWork(bytes: Int) {
    guard state.takesOutput else { return }
    state.workStarted(bytes)
    sync()
  }

  /// The answer to bytes counted by `beginWork` has been sent.
  public func endWork(bytes: Int) {
    guard state.takesOutput else { return }
    // However long the work took, the peer was not idle meanwhile.
    touch()
    perform(state.workFinished(bytes))
    sync()
  }

  // MARK: Events

  /// The kernel says that the descriptor is ready: the way of every message.
  @inline(__always)
  package func ready(_ what: Interest) {
    if what.contains(.write), state.pendingOutput > 0, state.takesOutput { flush() }
    if what.contains(.read), state.readable() == .receive { receive() }
    if state.interest != watch.armed { sync() }
  }

  /// The timer queue's entry for this connection has come up.
  func deadlineReached(_ due: UInt64) {
    guard due == queuedDeadline else { return }  // An earlier one took its place.
    queuedDeadline = 0
    let deadline = state.deadline
    let timeout = settings.timeout(deadline)
    guard timeout > 0 else { return }
    if core.now >= lastActivity &+ timeout {
      perform(state.timedOut(deadline))
    } else {
      guardTime()
    }
  }

  /// The task that serves the connection has been cancelled.
  func cancelWaits() {
    if case .task(let task) = consumer { task.cancelWaits() }
  }

  /// Whether the timer queue's entry for that time is the one that counts.
  func awaits(_ due: UInt64) -> Bool { due == queuedDeadline }

  /// The loop drains: serve what has arrived, then end.
  func drain() {
    _ = state.drain()
    core.askAgain(self)
  }

  /// Behind the pass: looks whether more has arrived; `foundNothing` ends the conversation.
  func quiesce() {
    perform(state.readable())
    if state.interest != watch.armed { sync() }
  }

  /// Carries out what the state decided.
  func perform(_ action: ConnectionState.Action) {
    switch action {
    case .none: return
    case .receive: receive()
    case .endInput:
      switch consumer {
      case .handler(let handler): handler.inputEnded(on: self)
      case .task(let task): task.inputEnded()
      case .none: finish()
      }
    case .quiesce:
      switch consumer {
      case .handler(let handler): handler.quiesced(on: self)
      case .task(let task): task.quiesced()
      case .none: finish()
      }
    case .shutdownOutput:
      settings.transport.shutdownOutput(fd)
      lastActivity = core.now
      sync()
    case .close(let reason):
      closeReason = reason
      // Counted first: whoever sees the end, or has asked for it, finds it in the statistics.
      core.counters.count(reason)
      watch.cancel()
      core.doom(self)
    case .deliver, .discard: fatalError("Connection: \(action) is answered where it arises")
    }
  }

  /// Called behind the pass in which the connection was closed.
  func destroy() {
    let reason = closeReason ?? .aborted
    descriptor = nil
    output = nil
    let consumer = self.consumer
    self.consumer = .none
    task = nil
    switch consumer {
    case .handler(let handler): handler.closed(self, reason)
    case .task(let task): task.closed()
    case .none: break
    }
  }

  // MARK: Input and output

  private func receive() {
    if state.phase == .open, let task {
      return task._withUnsafeGuaranteedRef { $0.becameReadable() }
    }
    switch settings.uncounted._withUnsafeGuaranteedRef({ $0.receive(fd, core.scratch, Block.size) })
    {
    case .bytes(let count):
      core.counters.bytesReceived.bump(count)
      touch()
      if state.received(count) == .deliver, case .handler(let handler) = consumer {
        let bytes = UnsafeRawBufferPointer(start: core.scratch, count: count)
        handler.received(bytes.bytes, on: self)
      }
      if state.isDraining, state.phase == .open { core.askAgain(self) }
    case .wouldBlock: perform(state.foundNothing())
    case .endOfStream: perform(state.peerEnded())
    case .failed(let errno): perform(state.failed(errno))
    }
  }

  /// One receive for a straight-line reader, into memory of its own.
  func receive(into block: Block) -> IOResult {
    let result = settings.uncounted._withUnsafeGuaranteedRef {
      $0.receive(fd, block.base, Block.size)
    }
    if case .bytes(let count) = result {
      core.counters.bytesReceived.bump(count)
      touch()
    }
    return result
  }

  private func enqueue(_ rest: UnsafeRawBufferPointer) {
    if output == nil {
      output = OutputQueue(core.blocks)
      lastActivity = core.now
    }
    output?.append(rest)
    state.queued(rest.count)
    sync()
  }

  private func flush() {
    guard let output else { return }
    let front = output.front
    guard let base = front.baseAddress else { return }
    switch settings.transport.send(fd, base, front.count) {
    case .bytes(let count):
      core.counters.bytesSent.bump(count)
      lastActivity = core.now
      output.consume(count)
      if output.isEmpty { self.output = nil }
      let (wasCongested, wasPaused) = (state.isCongested, state.isPaused)
      perform(state.wrote(count))
      // Each by itself: what is in work may hold reading back for longer, and who waits to write
      // waits for the output alone.
      if wasCongested && !state.isCongested || wasPaused && !state.isPaused { outputDrained() }
    case .wouldBlock: break
    case .failed(let errno): perform(state.failed(errno))
    case .endOfStream: fatalError("Connection: a send cannot find the end of the input")
    }
  }

  private func outputDrained() {
    switch consumer {
    case .handler(let handler): handler.outputDrained(on: self)
    case .task(let task): task.outputDrained()
    case .none: break
    }
  }

  /// Brings the kernel's watch and the clocks in line with the state.
  ///
  /// Cheap to call too often.
  func sync() {
    let wanted = state.interest
    if wanted != watch.armed {
      // Readiness is not told again for what was read before the pause.
      if state.isDraining, wanted.contains(.read) { core.askAgain(self) }
      if let errno = watch.arm(wanted, kernel: core.kernel) {
        return perform(state.failed(errno))
      }
    }
    guardTime()
  }

  @inline(__always)
  private func touch() {
    // While output is stuck the clock is the stall's: what arrives must not set it back.
    if settings.idleTimeout > 0, state.phase == .open, state.pendingOutput == 0 {
      lastActivity = core.now
    }
  }

  private func guardTime() {
    let timeout = settings.timeout(state.deadline)
    guard timeout > 0 else { return }
    let due = lastActivity &+ timeout
    guard queuedDeadline == 0 || due < queuedDeadline else { return }
    queuedDeadline = due
    core.schedule(at: due, .connection(id))
  }
}

/// The door through which libevent enters.
///
/// libevent calls it on the thread that runs the base, which is the loop's; the context is a
/// connection, which its loop's table keeps alive until after the pass.
private func connectionReady(_ fd: Int32, _ what: Int16, _ context: UnsafeMutableRawPointer?) {
  Unmanaged<Connection>.fromOpaque(context!)._withUnsafeGuaranteedRef {
    $0.ready(Interest(rawValue: UInt8(truncatingIfNeeded: what)))
  }
}
