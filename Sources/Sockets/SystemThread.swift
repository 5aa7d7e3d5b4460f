internal import CLinux

/// A POSIX thread that runs one closure and can be waited for.
///
/// Every signal but those of its own faults is blocked in it: signals belong to the thread that asked for them.
package final class SystemThread: Sendable {
  private let handle: pthread_t

  /// Starts a thread.
  ///
  /// - Parameters:
  ///   - name: at most 15 bytes of it are shown by `ps -L` and `top -H`.
  ///   - niceness: 0 is normal, 19 the lowest priority; Linux keeps it per thread (`nice(2)`).
  ///   - stackBytes: how far its stack may grow; 0 is the C library's default, mostly 8 MiB. Less
  ///     than the C library needs for itself (`PTHREAD_STACK_MIN`) is taken for that.
  ///   - body: what it runs, once.
  /// - Throws: `SocketError` where the machine has no room for another thread.
  package init(
    name: String, niceness: Int32 = 0, stackBytes: Int = 0,
    _ body: @escaping @Sendable () -> Void
  ) throws(SocketError) {
    let start = Unmanaged.passRetained(Start(name: name, niceness: niceness, body: body))
    var all = sigset_t()
    var previous = sigset_t()
    var handle = pthread_t()
    // Blocked around the creation, so that the new thread never runs with them open.
    sigfillset(&all)
    // Its own faults stay open: a blocked one kills the process without a word or a backtrace.
    for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP] { sigdelset(&all, fault) }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    if stackBytes > 0 {
      pthread_attr_setstacksize(&attributes, max(stackBytes, sysconf(Int32(_SC_THREAD_STACK_MIN))))
    }
    pthread_sigmask(SIG_SETMASK, &all, &previous)
    let result = pthread_create(&handle, &attributes, runThread, start.toOpaque())
    pthread_sigmask(SIG_SETMASK, &previous, nil)
    guard result == 0 else {
      start.release()
      throw SocketError("start", "thread \(name)", Errno(rawValue: result))
    }
    self.handle = handle
  }

  /// Waits until the closure has returned.
  ///
  /// Call it once, and not from the thread itself.
  package func join() { pthread_join(handle, nil) }

  /// Whether the caller is this thread.
  package var isCurrent: Bool { pthread_equal(handle, pthread_self()) != 0 }

  /// Lets the thread end unobserved.
  ///
  /// Call it instead of `join()`.
  package func detach() { pthread_detach(handle) }
}

private final class Start {
  let name: String
  let niceness: Int32
  let body: @Sendable () -> Void

  init(name: String, niceness: Int32, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.niceness = niceness
    self.body = body
  }
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  let start = Unmanaged<Start>.fromOpaque(context!).takeRetainedValue()
  pthread_setname_np(pthread_self(), String(start.name.prefix(15)))
  // On Linux 0 means the calling thread, not the process.
  if start.niceness != 0 {
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, start.niceness)
  }
  start.body()
  return nil
}
