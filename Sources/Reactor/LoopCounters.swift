import Synchronization

/// What a loop has done so far, as it was at one moment.
public struct LoopStatistics: Hashable, Sendable {
  /// Connections accepted by listeners.
  public var accepted = 0
  /// Connections made by `connect`.
  public var connected = 0
  /// Connections that have ended, whatever the reason.
  public var closed = 0
  /// Connections open now.
  public var active = 0
  /// Of the ended ones: those that broke.
  public var failed = 0
  /// Of the ended ones: those that were silent for too long.
  public var idleTimeouts = 0
  /// Of the ended ones: those whose peer stopped reading.
  public var stalled = 0
  /// Of the ended ones: those this side cut.
  public var aborted = 0
  /// `async` handlers that threw an error of their own.
  public var handlerErrors = 0
  /// Times a listener had to pause because descriptors or memory had run out.
  public var acceptPauses = 0
  /// Connections that failed between handshake and `accept(2)`.
  public var acceptErrors = 0
  /// Bytes received.
  public var bytesReceived = 0
  /// Bytes handed to the kernel.
  public var bytesSent = 0

  /// Nothing done yet.
  public init() {}

  /// Adds what another loop has done.
  public mutating func add(_ other: LoopStatistics) {
    accepted += other.accepted
    connected += other.connected
    closed += other.closed
    active += other.active
    failed += other.failed
    idleTimeouts += other.idleTimeouts
    stalled += other.stalled
    aborted += other.aborted
    handlerErrors += other.handlerErrors
    acceptPauses += other.acceptPauses
    acceptErrors += other.acceptErrors
    bytesReceived += other.bytesReceived
    bytesSent += other.bytesSent
  }
}

/// The counters behind `LoopStatistics`: written by the loop's thread alone, read by any.
///
/// With one writer an increment needs no locked instruction: a relaxed load, an addition, a
/// relaxed store.
package final class LoopCounters: Sendable {
  let accepted = Atomic<Int>(0)
  let connected = Atomic<Int>(0)
  let closed = Atomic<Int>(0)
  let failed = Atomic<Int>(0)
  let idleTimeouts = Atomic<Int>(0)
  let stalled = Atomic<Int>(0)
  let aborted = Atomic<Int>(0)
  let handlerErrors = Atomic<Int>(0)
  let acceptPauses = Atomic<Int>(0)
  let acceptErrors = Atomic<Int>(0)
  let bytesReceived = Atomic<Int>(0)
  let bytesSent = Atomic<Int>(0)

  package init() {}

  /// Adds one to the count that goes with the end of a connection.
  func count(_ reason: CloseReason) {
    // The reason first: who sees that a connection has ended sees why.
    switch reason {
    case .finished: break
    case .failed: failed.bump()
    case .idle: idleTimeouts.bump()
    case .stalled: stalled.bump()
    case .aborted: aborted.bump()
    }
    closed.bump()
  }

  package var snapshot: LoopStatistics {
    // The ends first: read the other way round, `active` could come out negative, and an end have
    // no reason.
    let ended = closed.load(ordering: .acquiring)
    let begun = (accepted.value, connected.value)
    var statistics = LoopStatistics()
    statistics.accepted = begun.0
    statistics.connected = begun.1
    statistics.closed = ended
    statistics.active = begun.0 + begun.1 - ended
    statistics.failed = failed.value
    statistics.idleTimeouts = idleTimeouts.value
    statistics.stalled = stalled.value
    statistics.aborted = aborted.value
    statistics.handlerErrors = handlerErrors.value
    statistics.acceptPauses = acceptPauses.value
    statistics.acceptErrors = acceptErrors.value
    statistics.bytesReceived = bytesReceived.value
    statistics.bytesSent = bytesSent.value
    return statistics
  }
}

extension Atomic where Value == Int {
  /// Adds, where there is only one writer.
  @inline(__always)
  func bump(_ amount: Int = 1) {
    store(load(ordering: .relaxed) &+ amount, ordering: .releasing)
  }

  /// What it counts, as any thread may read it.
  var value: Int { load(ordering: .relaxed) }
}
