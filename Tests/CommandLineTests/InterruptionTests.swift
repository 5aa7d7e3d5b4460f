import Sockets
import Testing

@testable import swiftlet

/// Once ends a load, twice the process.
@Suite struct InterruptionTests {
  @Test func onceEndsAndTwiceAborts() {
    let interruption = Interruption()
    let ends = Locked(0)
    interruption.whenWanted { ends.withLock { $0 += 1 } }
    #expect(!interruption.isWanted)
    #expect(interruption.again() == .ending)
    #expect(interruption.isWanted && ends.withLock { $0 } == 1)
    #expect(interruption.again() == .abort)
    #expect(ends.withLock { $0 } == 1)
  }

  @Test func aKeyPressedBeforeTheLoadBeganCounts() {
    let interruption = Interruption()
    #expect(interruption.again() == .ending)
    let ends = Locked(0)
    interruption.whenWanted { ends.withLock { $0 += 1 } }
    #expect(ends.withLock { $0 } == 1)
  }
}
