import Sockets

@testable import Reactor

/// What went wrong in a simulation.
final class Verdict {
  private(set) var faults: [String] = []

  /// Much cheaper than the test library's, which matters a million times over.
  @inline(__always)
  func expect(_ isRight: Bool, _ fault: @autoclosure () -> String) {
    if !isRight { faults.append(fault()) }
  }
}

/// A loop's life in a simulated world: everything that can happen to a few connections, in an order
/// that a seed decides.
final class Simulation {
  let verdict = Verdict()
  private var random: SeededRandom
  private let network = SimulatedNetwork()
  private let core: LoopCore
  private var connections: [SimulatedConnection] = []

  init(seed: UInt64) {
    random = SeededRandom(seed)
    core = LoopCore(base: nil, kernel: network)
    core.manualClock = 1_000_000
  }

  func run() {
    for _ in 0..<1 + random.below(3) { connections.append(.init(network, core, verdict, &random)) }
    for one in connections { one.handler.mischief = { [unowned self] in mischief($0) } }
    for _ in 0..<20 + random.below(100) {
      step(connections[random.below(connections.count)])
      for one in connections { one.check() }
      if random.oneIn(4) { endPass() }
    }
    settle()
    for one in connections { one.checkEnd() }
    verdict.expect(core.connections.count == 0, "a connection is left")
    verdict.expect(core.blocks.inUse == 0, "a block is left")
    verdict.expect(core.counters.snapshot.closed == connections.count, "the count of ends")
  }

  /// How the connections ended.
  var ends: [CloseReason] { connections.compactMap(\.handler.reason) }

  private func step(_ one: SimulatedConnection) {
    let (peer, connection) = (one.peer, one.connection)
    peer.nextPiece = random.oneIn(3) ? 1 : 1 + random.below(100)
    one.handler.defersNext = random.oneIn(3)
    switch random.below(40) {
    case 0..<7: if !peer.hasFinished { peer.written += 1 + random.below(150) }
    case 7..<11: peer.arrived = min(peer.written, peer.arrived + 1 + random.below(150))
    case 11..<16: peer.room += 1 + random.below(150)
    case 16..<28: connection.ready(one.readiness)
    case 28..<31: complete(one)
    case 31: connection.ready([.read, .write])  // As spurious as it gets.
    case 32: if random.oneIn(3) { connection.pauseReading() } else { connection.resumeReading() }
    case 33: arriveEnd(peer)
    case 34..<37:
      core.manualClock! += UInt64(random.below(1500))
      core.runTimers()
      for one in connections {
        one.check()
        one.checkDeadlines()
      }
    default: rarely(one)
    }
  }

  private func rarely(_ one: SimulatedConnection) {
    switch random.below(12) {
    case 0: one.peer.hasReset = true
    case 1:
      one.wasAborted = true
      one.connection.abort()
    case 2:
      one.wasFinished = true
      one.connection.finish()
    case 3, 4:
      for other in connections where !other.isOver {
        other.wasDrained = true
        other.connection.drain()
      }
    default: break
    }
  }

  /// What a handler may do from within a callback, to its own connection and to others.
  private func mischief(_ own: Connection) {
    guard random.oneIn(30) else { return }
    let one = connections[random.below(connections.count)]
    switch random.below(5) {
    case 0:
      one.wasAborted = true
      one.connection.abort()
    case 1:
      one.wasFinished = true
      one.connection.finish()
    case 2: one.connection.pauseReading()
    case 3: one.connection.resumeReading()
    default: if one.handler.workInProgress.count > 0, one.isOver { complete(one) }
    }
  }

  private func complete(_ one: SimulatedConnection) {
    let waiting = one.handler.workInProgress
    guard !waiting.isEmpty else { return }
    one.handler.complete(waiting[random.below(waiting.count)], on: one.connection)
  }

  private func arriveEnd(_ peer: SimulatedPeer) {
    peer.hasFinished = true
    if random.oneIn(2) {
      peer.arrived = peer.written
      peer.endArrived = true
    }
  }

  private func endPass() {
    var rounds = 0
    while core.endPass() {
      rounds += 1
      verdict.expect(rounds < 10_000, "a pass must end")
      guard rounds < 10_000 else { return }
    }
    for one in connections { one.check() }
  }

  /// The world turns friendly: everyone reads, finishes and completes; all must come to an end.
  private func settle() {
    for _ in 0..<10_000 {
      guard connections.contains(where: { !$0.isOver }) else { return }
      for one in connections {
        let peer = one.peer
        peer.hasFinished = true
        peer.arrived = peer.written
        peer.endArrived = true
        peer.room = 100_000
        peer.nextPiece = 100
        one.connection.resumeReading()
        complete(one)
        one.connection.ready(one.readiness)
        one.check()
      }
      endPass()
    }
  }
}
