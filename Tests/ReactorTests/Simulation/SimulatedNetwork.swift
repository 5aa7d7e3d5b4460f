import CLinux

@testable import Reactor
@testable import Sockets

/// A network without a kernel: each descriptor leads to a simulated peer.
///
/// `@unchecked Sendable`: a simulation is one thread's.
final class SimulatedNetwork: Kernel, @unchecked Sendable {
  private var peers: [Int32: SimulatedPeer] = [:]

  /// A connection owns a real descriptor; this one leads nowhere.
  func connect(_ peer: SimulatedPeer) -> Descriptor {
    let fd = dup(STDERR_FILENO)
    peers[fd] = peer
    return Descriptor(owning: fd)
  }

  override func receive(
    _ fd: Int32, _ buffer: UnsafeMutableRawPointer, _ capacity: Int
  ) -> IOResult { peers[fd]!.giveInput(buffer, capacity) }

  override func send(_ fd: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> IOResult {
    peers[fd]!.takeOutput(UnsafeRawBufferPointer(start: bytes, count: count))
  }

  override func shutdownOutput(_ fd: Int32) { peers[fd]!.seesEnd = true }
}

/// The other side of a simulated connection, and the reference for what it may expect: it sends
/// `Pattern`, and is owed exactly what of it was delivered.
final class SimulatedPeer {
  /// The most that one receive hands over.
  static let mostPerReceive = 64

  /// Bytes written by the peer, and of those: arrived here, and received by the connection.
  var written = 0
  var arrived = 0
  private(set) var received = 0
  /// Bytes that have come back, all of them right, and how many more the kernel would take.
  private(set) var returned = 0
  var room: Int
  private(set) var isWrong = false
  /// The peer has sent its end, and it has arrived.
  var hasFinished = false
  var endArrived = false
  private(set) var endReceived = false
  var hasReset = false
  /// The connection has shut its output down.
  var seesEnd = false
  /// How large a piece the next transfer may be; short reads and writes come from here.
  var nextPiece = 1

  init(room: Int) { self.room = room }

  var isReadable: Bool { hasReset || received < arrived || endArrived }
  var isWritable: Bool { hasReset || room > 0 }

  func giveInput(_ buffer: UnsafeMutableRawPointer, _ capacity: Int) -> IOResult {
    if hasReset { return .failed(.connectionReset) }
    let count = min(capacity, arrived - received, nextPiece, Self.mostPerReceive)
    guard count > 0 else {
      if endArrived, received == written { endReceived = true }
      return endReceived ? .endOfStream : .wouldBlock
    }
    Pattern.withBytes(from: received, count) {
      buffer.copyMemory(from: $0.baseAddress!, byteCount: count)
    }
    received += count
    return .bytes(count)
  }

  func takeOutput(_ bytes: UnsafeRawBufferPointer) -> IOResult {
    if hasReset { return .failed(.brokenPipe) }
    let count = min(bytes.count, room, nextPiece)
    guard count > 0 else { return .wouldBlock }
    let piece = UnsafeRawBufferPointer(rebasing: bytes[..<count])
    if seesEnd || !Pattern.matches(piece, from: returned) { isWrong = true }
    returned += count
    room -= count
    return .bytes(count)
  }
}
