import CLinux
import Sockets
import Testing

@testable import Reactor

/// In processes of their own: signals belong to the whole of one.
@Suite("Signals", .timeLimit(.minutes(10)))
struct SignalTests {
  @Test("arrive one by one, whatever thread the kernel gives them to")
  func oneByOne() async {
    await #expect(processExitsWith: .success) {
      let loop = try EventLoop.spawn()
      let signals = try loop.signals(.user1, .hangup)
      await loop.perform { @Sendable _ in }
      var iterator = signals.makeAsyncIterator()
      for signal in [Signal.user1, .user1, .hangup, .user1] {
        kill(getpid(), signal.rawValue)
        guard await iterator.next() == signal else { exit(1) }
      }
    }
  }

  @Test("the sequence ends with the loop, and the signal does again what it did before")
  func endsWithLoop() async {
    await #expect(processExitsWith: .signal(SIGUSR1)) {
      let loop = try EventLoop.spawn()
      let signals = try loop.signals(.user1)
      await loop.perform { @Sendable _ in }
      await loop.stop()
      for await _ in signals { exit(1) }
      await loop.perform { @Sendable _ in }
      var open = sigset_t()
      sigemptyset(&open)
      sigaddset(&open, SIGUSR1)
      pthread_sigmask(SIG_UNBLOCK, &open, nil)
      raise(SIGUSR1)
      exit(2)
    }
  }

  @Test("two loops that wait for different signals each get their own")
  func twoLoops() async {
    await #expect(processExitsWith: .success) {
      let (one, other) = (try EventLoop.spawn(), try EventLoop.spawn())
      let first = try one.signals(.user1)
      await one.perform { @Sendable _ in }
      let second = try other.signals(.hangup)
      await other.perform { @Sendable _ in }
      // To a thread that has them open, as the main thread of an `async` main may.
      func raiseOpen(_ signal: Signal) {
        var open = sigset_t()
        sigemptyset(&open)
        sigaddset(&open, signal.rawValue)
        pthread_sigmask(SIG_UNBLOCK, &open, nil)
        pthread_kill(pthread_self(), signal.rawValue)
      }
      raiseOpen(.user1)
      raiseOpen(.hangup)
      var (ones, others) = (first.makeAsyncIterator(), second.makeAsyncIterator())
      guard await ones.next() == .user1 else { exit(1) }
      guard await others.next() == .hangup else { exit(1) }
    }
  }

  @Test("a sequence of a loop that has ended is over from the start")
  func afterTheEnd() async {
    await #expect(processExitsWith: .success) {
      let loop = try EventLoop.spawn()
      await loop.stop()
      for await _ in try loop.signals(.user1) { exit(1) }
    }
  }
}
