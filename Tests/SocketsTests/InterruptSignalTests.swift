import CLinux
import Glibc
import Testing

@testable import Sockets

/// How a thread is woken out of a blocking call.
///
/// Dispositions are the whole process's: each test has one of its own.
struct InterruptSignalTests {
  @Test func aSleepingThreadComesBack() async {
    await #expect(processExitsWith: .success) {
      InterruptSignal.install()
      let pair = try SocketPair()
      let fd = pair.one.rawValue
      let sleeper = Locked<InterruptibleThread?>(nil)
      let result = Locked<IOResult?>(nil)
      let thread = try SystemThread(name: "sleeper") {
        sleeper.withLock { $0 = .current() }
        var byte: UInt8 = 0
        let received = BlockingCalls.receive(fd, &byte, 1)
        // Before it ends: then nobody may interrupt it any more.
        sleeper.withLock { $0 = nil }
        result.withLock { $0 = received }
      }
      // A signal that comes a moment before the sleep is lost: so again and again.
      while result.withLock({ $0 == nil }) {
        sleeper.withLock { $0?.interrupt() }
        usleep(1_000)
      }
      thread.join()
      guard result.withLock({ $0 }) == .failed(.interrupted) else { exit(1) }
    }
  }

  @Test func anIgnoredSignalGetsItsHandler() async {
    await #expect(processExitsWith: .success) {
      signal(SIGURG, SIG_IGN)
      InterruptSignal.install()
      guard handler() > 1 else { exit(1) }
    }
  }

  @Test func aHandlerOfSomebodyElsesStays() async {
    await #expect(processExitsWith: .success) {
      signal(SIGURG) { _ in }
      let before = handler()
      InterruptSignal.install()
      guard before > 1, handler() == before else { exit(1) }
    }
  }
}

/// The address of the handler of the signal; 0 and 1 are none.
private func handler() -> Int {
  var present = sigaction()
  sigaction(SIGURG, nil, &present)
  return unsafeBitCast(present.__sigaction_handler.sa_handler, to: Int.self)
}
