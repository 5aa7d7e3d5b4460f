import CLinux
import Glibc
import Sockets
import Testing

@Suite("SystemThread")
struct SystemThreadTests {
  private final class Box<Value: Sendable>: Sendable {
    let value: Locked<Value?> = Locked(nil)
    func set(_ value: Value) { self.value.withLock { $0 = value } }
    var got: Value? { value.withLock { $0 } }
  }

  @Test("join waits for the end of its closure")
  func join() throws {
    let box = Box<UInt>()
    let thread = try SystemThread(name: "test") { box.set(UInt(pthread_self())) }
    thread.join()
    #expect(box.got != nil)
    #expect(box.got != UInt(pthread_self()))
  }

  @Test("signals do not reach it, its own faults do")
  func signals() throws {
    let box = Box<[Int32]>()
    let thread = try SystemThread(name: "test") {
      var set = sigset_t()
      pthread_sigmask(SIG_SETMASK, nil, &set)
      let all =
        [SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2, SIGCHLD, SIGPIPE, SIGALRM]
        + [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP]
      box.set(all.filter { sigismember(&set, $0) == 1 })
    }
    thread.join()
    #expect(
      box.got == [SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2, SIGCHLD, SIGPIPE, SIGALRM],
      "a blocked fault kills the process without a word")
  }

  @Test("its name is cut at 15 bytes")
  func name() throws {
    let box = Box<String>()
    let thread = try SystemThread(name: "a-name-that-is-too-long") {
      var name = [UInt8](repeating: 0, count: 32)
      let fd = Descriptor(owning: open("/proc/thread-self/comm", O_RDONLY | O_CLOEXEC))
      let count = read(fd.rawValue, &name, name.count)
      box.set(String(decoding: name.prefix(count - 1), as: UTF8.self))
    }
    thread.join()
    #expect(box.got == "a-name-that-is-")
  }

  @Test("its niceness is its own")
  func niceness() throws {
    let box = Box<Int32>()
    let before = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
    let thread = try SystemThread(name: "test", niceness: 19) {
      box.set(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0))
    }
    thread.join()
    #expect(box.got == 19)
    #expect(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) == before)
  }
}
