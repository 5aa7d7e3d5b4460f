import EchoProtocol
import Reactor
import Synchronization

/// Holds every frame back until the gate is opened, so that a test says when work is done.
final class Gate: Transform {
  private let semaphore = Semaphore()
  private let entered = Atomic<Int>(0)

  let name = "gate"
  let cost = TransformCost.blocking
  let granularity = TransformGranularity.byte

  /// Frames that have come to a worker.
  var arrivals: Int { entered.load(ordering: .acquiring) }

  /// Lets all through, for ever.
  func open() { semaphore.signal() }

  func apply(to frame: inout [UInt8]) throws {
    entered.add(1, ordering: .releasing)
    // A turnstile: who is through lets the next one in.
    semaphore.wait()
    semaphore.signal()
    if frame.contains(UInt8(ascii: "X")) { throw Refusal() }
  }

  /// Line framing, each line held back.
  func echo(_ framing: Framing = .line) throws -> EchoConfiguration {
    try EchoConfiguration(framing: framing, chain: TransformChain([self]))
  }
}

/// Refuses frames that contain a capital X.
struct Refusing: Transform {
  var cost = TransformCost.inline
  let name = "refusing"
  func apply(to frame: inout [UInt8]) throws {
    if frame.contains(UInt8(ascii: "X")) { throw Refusal() }
  }
}

struct Refusal: Error, CustomStringConvertible { let description = "it contains X" }
