import Synchronization

@testable import Reactor
@testable import Sockets

/// The kernel with faults: each closure is given the number of the call, from 1, and says what
/// comes of it, or `nil` for the truth.
///
/// `@unchecked Sendable`: the closures are set before the loop runs.
final class FaultyKernel: Kernel, @unchecked Sendable {
  var acceptFault: @Sendable (Int) -> AcceptResult? = { _ in nil }
  var receiveFault: @Sendable (Int) -> IOResult? = { _ in nil }
  var sendFault: @Sendable (Int) -> IOResult? = { _ in nil }
  var connectFault: @Sendable (Int) -> IOResult? = { _ in nil }
  var watchFault: @Sendable (Int) -> Errno? = { _ in nil }
  /// The most bytes that one call moves.
  var most = Int.max

  let accepts = Atomic<Int>(0)
  let receives = Atomic<Int>(0)
  let sends = Atomic<Int>(0)
  private let connects = Atomic<Int>(0)
  private let watches = Atomic<Int>(0)

  private func count(_ calls: borrowing Atomic<Int>) -> Int {
    calls.add(1, ordering: .relaxed).newValue
  }

  override func receive(
    _ fd: Int32, _ buffer: UnsafeMutableRawPointer, _ capacity: Int
  ) -> IOResult {
    receiveFault(count(receives)) ?? super.receive(fd, buffer, min(capacity, most))
  }

  override func send(_ fd: Int32, _ bytes: UnsafeRawPointer, _ length: Int) -> IOResult {
    sendFault(count(sends)) ?? super.send(fd, bytes, min(length, most))
  }

  override func accept(_ fd: Int32) -> AcceptResult {
    acceptFault(count(accepts)) ?? super.accept(fd)
  }

  override func connect(_ fd: Int32, _ address: SocketAddress) -> IOResult {
    connectFault(count(connects)) ?? super.connect(fd, address)
  }

  override func refusesWatch(of fd: Int32) -> Errno? { watchFault(count(watches)) }
}
