public import Sockets

/// A connection for straight-line code: `read` and `write` suspend instead of calling back.
///
/// The code runs on the loop's thread, without a hop, a lock or an allocation per message; while
/// it is suspended the loop serves others. Loop-confined (not `Sendable`). One read and one write
/// may wait at a time.
public final class AsyncConnection: ParkingSpot {
  let connection: Connection
  /// What is to run when there is news for the reader, and for the writer.
  @exclusivity(unchecked) private var reader: UnownedJob?
  @exclusivity(unchecked) private var writer: UnownedJob?
  /// There was news while nobody waited for it.
  ///
  /// A task with an executor preference may be switched once more between looking and parking; what
  /// comes up in that moment must not be lost.
  @exclusivity(unchecked) private var hasNewsToRead = false
  @exclusivity(unchecked) private var hasNewsToWrite = false
  /// Which of the two is about to wait.
  @exclusivity(unchecked) private var parksWriter = false
  /// The kernel has told of input that nobody has read yet.
  @exclusivity(unchecked) private var isReadable = false
  /// The peer has finished.
  @exclusivity(unchecked) private var isAtEnd = false
  /// The loop drains, and nothing more had arrived when it was last asked.
  @exclusivity(unchecked) private var isQuiet = false
  /// The loop drains, and will say behind this pass whether more has come.
  @exclusivity(unchecked) private var isAsking = false
  /// The task that uses it was cancelled.
  @exclusivity(unchecked) private var isCancelled = false

  init(_ connection: Connection) { self.connection = connection }

  /// Names it for as long as the loop lives.
  public var id: ConnectionID { connection.id }

  /// The loop it runs on.
  public var loop: EventLoop { connection.loop }

  /// Bytes accepted for the peer that the kernel has not taken yet.
  public var pendingOutput: Int { connection.pendingOutput }

  /// Whether output is still accepted.
  public var isOpen: Bool { connection.isOpen }

  /// Whether the peer is so far behind that the high-water mark was reached.
  public var isCongested: Bool { connection.isCongested }

  /// The peer's address.
  public func remoteEndpoint() throws(Errno) -> Endpoint { try connection.remoteEndpoint() }

  /// This side's address.
  public func localEndpoint() throws(Errno) -> Endpoint { try connection.localEndpoint() }

  /// Waits for input: at least one byte, at most 64 KiB, in memory lent by the loop.
  ///
  /// - Parameter midMessage: `true` says that the peer owes the rest of a message, so that a drain
  ///   waits for it too.
  /// - Returns: `nil` when no more comes: the peer has finished, or the loop drains and nothing
  ///   more has arrived.
  /// - Throws: `closed` when the connection broke or ran into a deadline, `cancelled` when the
  ///   task was cancelled while it waited.
  public nonisolated(nonsending) func read(
    midMessage: Bool = false
  ) async throws(ConnectionError) -> Bytes? {
    while true {
      hasNewsToRead = false
      switch connection.state.phase {
      case .closed: throw .closed(connection.closeReason ?? .aborted)
      case .finishing, .lingering: return nil
      case .open: if isAtEnd || (isQuiet && !midMessage) { return nil }
      }
      guard isReadable || (connection.state.isDraining && !isQuiet && !isAsking) else {
        if isCancelled { throw .cancelled }
        precondition(reader == nil, "AsyncConnection: two reads at once on \(id)")
        parksWriter = false
        await connection.core.parking.wait(in: self)
        continue
      }
      isReadable = false
      isQuiet = false
      let block = connection.core.blocks.take()
      switch connection.receive(into: block) {
      case .bytes(let count):
        _ = connection.state.received(count)
        letKernelTell()
        if connection.state.isDraining {
          // Whether more has come is asked behind the pass: a peer that never pauses must not keep
          // the loop here.
          isAsking = true
          connection.core.askAgain(connection)
        }
        return Bytes(block, count: count)
      case .wouldBlock:
        block.recycle()
        letKernelTell()
        connection.perform(connection.state.foundNothing())
      case .endOfStream:
        block.recycle()
        connection.perform(connection.state.peerEnded())
        connection.sync()
      case .failed(let errno):
        block.recycle()
        connection.perform(connection.state.failed(errno))
      }
    }
  }

  /// Sends bytes, and waits only while the peer is so far behind that the high-water mark is
  /// reached.
  ///
  /// - Throws: `closed` when the connection is over, `cancelled` when the task was cancelled while
  ///   it waited (the bytes are sent all the same).
  public nonisolated(nonsending) func write(_ bytes: borrowing Bytes) async throws(ConnectionError)
  {
    if !connection.send(bytes.span) { try await catchUp() }
  }

  /// Sends the bytes of an array.
  public nonisolated(nonsending) func write(_ bytes: [UInt8]) async throws(ConnectionError) {
    if !connection.send(bytes.span.bytes) { try await catchUp() }
  }

  /// Sends a text as UTF-8.
  public nonisolated(nonsending) func write(_ text: String) async throws(ConnectionError) {
    try await write(Array(text.utf8))
  }

  /// Sends bytes without waiting, as `Connection.send` does.
  ///
  /// - Returns: `false` when the caller should hold back: the peer is behind, or gone.
  @discardableResult
  public func send(_ bytes: RawSpan) -> Bool { connection.send(bytes) }

  /// Sends what is owed, then shuts the output down; reading goes on.
  public func finishOutput() { connection.finishOutput() }

  /// Sends what is owed, then ends the connection; so does returning from the handler.
  ///
  /// A read that waits meanwhile returns `nil`.
  public func finish() {
    connection.finish()
    resumeReader()
  }

  /// Cuts the connection now.
  public func abort() { connection.abort() }

  /// Cuts the connection now with a reset, as `Connection.reset` does.
  public func reset() { connection.reset() }

  /// Counts bytes whose answer is being worked on elsewhere, as `Connection.beginWork` does: while
  /// there are some, the idle deadline does not run.
  public func beginWork(bytes: Int) { connection.beginWork(bytes: bytes) }

  /// The answer to bytes counted by `beginWork` has been sent.
  public func endWork(bytes: Int) { connection.endWork(bytes: bytes) }

  // MARK: From the connection

  /// Whether a read waits.
  var isReading: Bool { reader != nil }

  /// The code waits: this is how it goes on.
  func park(_ job: UnownedJob) {
    switch (parksWriter, parksWriter ? hasNewsToWrite : hasNewsToRead) {
    case (_, true): connection.core.run(job)
    case (true, false): writer = job
    case (false, false): reader = job
    }
  }

  @inline(__always)
  func becameReadable() {
    isReadable = true
    isAsking = false
    if let reader {
      self.reader = nil
      connection.core.run(reader)
    } else {
      hasNewsToRead = true
      // Nobody is reading: the kernel would tell of the same bytes for ever.
      connection.pauseReading()
    }
  }

  func inputEnded() {
    isAtEnd = true
    resumeReader()
  }

  func quiesced() {
    isQuiet = true
    resumeReader()
  }

  func outputDrained() {
    hasNewsToWrite = true
    guard let writer else { return }
    self.writer = nil
    connection.core.run(writer)
  }

  func closed() {
    resumeReader()
    outputDrained()
  }

  /// The task that uses it was cancelled: whoever waits, now or later, is woken.
  func cancelWaits() {
    isCancelled = true
    resumeReader()
    outputDrained()
  }

  private func resumeReader() {
    hasNewsToRead = true
    guard let reader else { return }
    self.reader = nil
    connection.core.run(reader)
  }

  private func letKernelTell() {
    if connection.state.isHeld { connection.resumeReading() }
  }

  /// Waits while the peer is so far behind that the high-water mark is reached.
  ///
  /// - Throws: as `write` does.
  public nonisolated(nonsending) func catchUp() async throws(ConnectionError) {
    while true {
      hasNewsToWrite = false
      if let reason = connection.closeReason { throw .closed(reason) }
      guard connection.isCongested else { return }
      if isCancelled { throw .cancelled }
      precondition(writer == nil, "AsyncConnection: two writes at once on \(id)")
      parksWriter = true
      await connection.core.parking.wait(in: self)
    }
  }
}
