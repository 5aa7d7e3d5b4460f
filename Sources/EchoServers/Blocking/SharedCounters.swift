internal import CLinux
internal import EchoProtocol
internal import Glibc
internal import Reactor
internal import Sockets
internal import Synchronization

/// What the models without a loop count, and what all their clients must know, in memory that
/// threads share and forked processes too (`mmap(2)`, `MAP_SHARED | MAP_ANONYMOUS`).
///
/// The memory has no name: it is gone with the last process that has it, however that ended.
///
/// `@unchecked Sendable`: behind the pointer are only atomics, which any thread and process may use.
final class SharedCounters: @unchecked Sendable {
  /// One count for all clients.
  enum Name: Int, CaseIterable {
    case accepted, closed, failed, idleTimeouts, stalled, aborted
    case acceptPauses, acceptErrors, badFrames, failedTransforms, crashes
    /// Not counts: whether clients are to finish, whether they are cut, the log's throttle.
    case isDraining, isCut, logSecond, logLines, logWithheld
  }

  /// The size of a cache line: two clients' counts in one would be fought over.
  static let lineBytes = 64

  private let memory: UnsafeMutableRawPointer
  private let bytes: Int
  private let slots: Int
  private let services: Int
  /// The counts of `Name`, then one for each service.
  private let headBytes: Int

  /// - Parameters:
  ///   - slots: how many clients there may be at once; memory that is never touched costs nothing.
  ///   - services: how many listeners there are.
  /// - Throws: where the machine has none.
  init(slots: Int, services: Int = 0) throws(Errno) {
    self.slots = slots
    self.services = services
    let line = Self.lineBytes
    let words = Name.allCases.count + services
    headBytes = (words * MemoryLayout<Int>.stride + line - 1) / line * line
    bytes = headBytes + slots * line
    // A page that the kernel hands out anonymously is zero, which is what an `Atomic(0)` looks like.
    // Not reserved: where the limit of open files is a thousand million, most is never touched.
    let flags = Int32(MAP_SHARED) | Int32(MAP_ANONYMOUS) | Int32(MAP_NORESERVE)
    let result = mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, -1, 0)
    guard let result, result != MAP_FAILED else { throw .last }
    memory = result
  }

  deinit { munmap(memory, bytes) }

  /// A client's own line.
  func slot(_ index: Int) -> ClientSlot {
    precondition(index < slots, "SharedCounters: slot \(index) of \(slots)")
    return ClientSlot(memory + headBytes + index * Self.lineBytes)
  }

  @inline(__always)
  private func atomic(_ name: Name) -> UnsafeMutablePointer<Atomic<Int>> { word(name.rawValue) }

  @inline(__always)
  private func word(_ index: Int) -> UnsafeMutablePointer<Atomic<Int>> {
    (memory + index * MemoryLayout<Int>.stride).assumingMemoryBound(to: Atomic<Int>.self)
  }

  /// How many had arrived at a service when the drain began and are still to be accepted, by
  /// whichever of those who accept; 0 or less: nobody.
  func leftOver(_ service: Int) -> UnsafeMutablePointer<Atomic<Int>> {
    precondition(service < services, "SharedCounters: service \(service) of \(services)")
    return word(Name.allCases.count + service)
  }

  /// The count as it is now.
  @inline(__always)
  subscript(_ name: Name) -> Int { atomic(name).pointee.load(ordering: .acquiring) }

  /// A flag to look at often.
  func flag(_ name: Name) -> SharedFlag { SharedFlag(atomic(name)) }

  func add(_ name: Name, _ amount: Int = 1) {
    atomic(name).pointee.add(amount, ordering: .acquiringAndReleasing)
  }

  func raise(_ flag: Name) { atomic(flag).pointee.store(1, ordering: .releasing) }

  /// Puts a value in place of another.
  ///
  /// - Returns: what was there before.
  func exchange(_ name: Name, _ value: Int) -> Int {
    atomic(name).pointee.exchange(value, ordering: .acquiringAndReleasing)
  }

  /// Makes a value as large as another one.
  ///
  /// - Returns: whether it was smaller, which one caller alone is told.
  func advance(_ name: Name, to value: Int) -> Bool {
    atomic(name).pointee.max(value, ordering: .acquiringAndReleasing).oldValue < value
  }

  /// Adds one to the counts that go with the end of a connection.
  func count(_ reason: CloseReason) {
    switch reason {
    case .finished: break
    case .failed: add(.failed)
    case .idle: add(.idleTimeouts)
    case .stalled: add(.stalled)
    case .aborted: add(.aborted)
    }
    add(.closed)
  }

  /// Takes note of why a session gave up.
  func count(_ error: EchoError) {
    switch error {
    case .frameTooLong, .announcedTooLong, .truncatedFrame: add(.badFrames)
    case .transformFailed: add(.failedTransforms)
    }
  }

  /// Connections that ended otherwise than in peace.
  var lost: Int { self[.failed] + self[.idleTimeouts] + self[.stalled] + self[.aborted] }

  /// How the counts are now, for a report of what a drain that begins now will have come to.
  var drainMark: DrainMark { DrainMark(closed: self[.closed], lost: lost) }

  /// What a drain has come to that began at a mark.
  ///
  /// Never less than nothing: a process that was killed while it counted may have counted half.
  func report(since mark: DrainMark) -> DrainReport {
    let cut = max(0, lost - mark.lost)
    return DrainReport(drained: max(0, self[.closed] - mark.closed - cut), cut: cut)
  }

  /// Connections served now.
  var active: Int {
    // The ends first: read the other way round, it could come out negative.
    let ended = self[.closed]
    return Self.difference(self[.accepted], ended)
  }

  /// Not negative where a process was killed behind the count of its client's end, which then was
  /// counted again by whoever found it.
  private static func difference(_ accepted: Int, _ ended: Int) -> Int { max(0, accepted - ended) }

  /// All of it, in the form that every model reports.
  var statistics: EchoStatistics {
    var statistics = EchoStatistics()
    let ended = self[.closed]
    statistics.connections.accepted = self[.accepted]
    statistics.connections.closed = ended
    statistics.connections.active = Self.difference(statistics.connections.accepted, ended)
    statistics.connections.failed = self[.failed]
    statistics.connections.idleTimeouts = self[.idleTimeouts]
    statistics.connections.stalled = self[.stalled]
    statistics.connections.aborted = self[.aborted]
    statistics.connections.acceptPauses = self[.acceptPauses]
    statistics.connections.acceptErrors = self[.acceptErrors]
    for index in 0..<slots {
      let slot = slot(index)
      // Slots are used from the front: behind one that was never taken there is none.
      guard slot.wasUsed else { break }
      statistics.connections.bytesReceived += slot.received
      statistics.connections.bytesSent += slot.sent
    }
    statistics.badFrames = self[.badFrames]
    statistics.failedTransforms = self[.failedTransforms]
    statistics.crashes = self[.crashes]
    return statistics
  }
}

/// How the counts were when a drain began.
struct DrainMark {
  let closed: Int
  let lost: Int
}

/// A flag in the shared memory, without the way to it through the objects that own it: of two hundred
/// processes that take turns each pays for every page it touches anew (a miss in the TLB), at every
/// message.
///
/// `@unchecked Sendable`: behind the pointer is an atomic. Whoever has one holds the counters too.
struct SharedFlag: @unchecked Sendable {
  private let value: UnsafeMutablePointer<Atomic<Int>>

  fileprivate init(_ value: UnsafeMutablePointer<Atomic<Int>>) { self.value = value }

  @inline(__always)
  var isRaised: Bool { value.pointee.load(ordering: .acquiring) != 0 }
}

/// One client's line of the shared memory: written by whoever serves it, read by anybody.
///
/// The bytes are those of every client the slot has had, so nothing need be handed over when one
/// leaves.
///
/// `@unchecked Sendable`: behind the pointer are atomics. Whoever has one holds the counters too.
struct ClientSlot: @unchecked Sendable {
  private let line: UnsafeMutablePointer<Atomic<Int>>

  fileprivate init(_ memory: UnsafeMutableRawPointer) {
    line = memory.assumingMemoryBound(to: Atomic<Int>.self)
  }

  private enum Field: Int { case received, sent, wasUsed, isBusy, hasNoticed }

  @inline(__always)
  private func load(_ field: Field) -> Int { line[field.rawValue].load(ordering: .acquiring) }

  @inline(__always)
  private func store(_ field: Field, _ value: Int) {
    line[field.rawValue].store(value, ordering: .releasing)
  }

  var received: Int { load(.received) }
  var sent: Int { load(.sent) }
  var wasUsed: Bool { load(.wasUsed) != 0 }

  /// Whether a client is being served, as the one who serves it says.
  var isBusy: Bool { load(.isBusy) != 0 }

  /// Whether the one who serves knows of the drain, and need not be interrupted again.
  var hasNoticed: Bool { load(.hasNoticed) != 0 }

  @inline(__always)
  func addReceived(_ bytes: Int) { store(.received, received &+ bytes) }
  @inline(__always)
  func addSent(_ bytes: Int) { store(.sent, sent &+ bytes) }
  /// From now on the slot is somebody's.
  func claim() { store(.wasUsed, 1) }
  func begin() {
    claim()
    store(.hasNoticed, 0)
    store(.isBusy, 1)
  }
  func end() { store(.isBusy, 0) }
  func notice() { store(.hasNoticed, 1) }
}
