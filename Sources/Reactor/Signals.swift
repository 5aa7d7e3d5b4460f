internal import CLinux
internal import Glibc
public import Sockets
import Synchronization

/// A signal that a server is told something with (`signal(7)`).
public enum Signal: Int32, Sendable, CaseIterable {
  /// `SIGHUP`: read the configuration again.
  case hangup = 1
  /// `SIGINT`: Ctrl-C.
  case interrupt = 2
  /// `SIGUSR1`: whatever the program makes of it.
  case user1 = 10
  /// `SIGTERM`: end, please.
  case terminate = 15

  /// Blocks signals in the calling thread, and in every thread it starts from now on: they wait
  /// until somebody asks for them with `EventLoop.signals`.
  ///
  /// Worth calling first thing in `main`: a signal that comes earlier does what it does by default.
  public static func block(_ signals: Signal...) { block(signals) }

  static func block(_ signals: [Signal]) {
    var set = mask(signals)
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  fileprivate static func mask(_ signals: [Signal]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal.rawValue) }
    return set
  }
}

extension EventLoop {
  /// The signals that reach this process, one by one, for as long as the sequence is kept.
  ///
  /// Read from a `signalfd(2)` on the loop. One sequence per signal and process: two would take
  /// turns. When the sequence ends, a signal does again what it did before.
  ///
  /// - Throws: `SocketError` where descriptors have run out.
  public nonisolated func signals(_ signals: Signal...) throws(SocketError) -> AsyncStream<Signal> {
    Signal.block(signals)
    var mask = Signal.mask(signals)
    let fd = signalfd(-1, &mask, Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC))
    guard fd >= 0 else { throw SocketError("wait for", "signals", .last) }
    let (stream, continuation) = AsyncStream<Signal>.makeStream()
    // From here on none of them does any more what it does by default.
    let before = PreviousActions(of: signals)
    execute { loop in
      // Taken over in any case, so that it is closed.
      let watch = SignalWatch(fd, before, loop.core, continuation)
      if loop.core.mustStop { watch.cancel() } else { loop.core.signalWatches[fd] = watch }
    }
    continuation.onTermination = { [weak self] _ in
      self?.execute { $0.core.signalWatches.removeValue(forKey: fd)?.cancel() }
    }
    return stream
  }
}

/// The watch over one signalfd.
///
/// Loop-confined.
final class SignalWatch {
  private let descriptor: Descriptor
  private var watch: Watch
  private let continuation: AsyncStream<Signal>.Continuation
  private let before: PreviousActions

  fileprivate init(
    _ fd: Int32, _ before: PreviousActions, _ core: LoopCore,
    _ continuation: AsyncStream<Signal>.Continuation
  ) {
    descriptor = Descriptor(owning: fd)
    self.continuation = continuation
    self.before = before
    watch = Watch(nil, -1, signalArrived, nil)
    watch = Watch(core.base, fd, signalArrived, Unmanaged.passUnretained(self).toOpaque())
    if let errno = watch.arm(.read, kernel: core.kernel) {
      core.log("signals cannot be watched: \(errno)")
      continuation.finish()
    }
    Signal.block(before.signals)
    for signal in before.signals {
      target(of: signal.rawValue) { target in
        let earlier = target.exchange(
          UInt(pthread_self()), ordering: .sequentiallyConsistent)
        if earlier == arrivedEarly { continuation.yield(signal) }
      }
    }
  }

  func cancel() {
    watch.cancel()
    before.restore()
    continuation.finish()
  }

  fileprivate func arrived() {
    var info = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    while Glibc.read(descriptor.rawValue, &info, size) == size {
      if let signal = Signal(rawValue: Int32(bitPattern: info.ssi_signo)) {
        continuation.yield(signal)
      }
    }
  }
}

/// What signals did before their handlers were installed.
///
/// `@unchecked Sendable`: made by the caller of `signals`, then the loop's.
private final class PreviousActions: @unchecked Sendable {
  let signals: [Signal]
  private var actions: [sigaction] = []

  /// Installs the handlers.
  init(of signals: [Signal]) {
    self.signals = signals
    for signal in signals {
      target(of: signal.rawValue) { $0.store(0, ordering: .sequentiallyConsistent) }
      var action = sigaction()
      action.__sigaction_handler.sa_handler = forward
      action.sa_flags = SA_RESTART
      var previous = sigaction()
      sigaction(signal.rawValue, &action, &previous)
      actions.append(previous)
    }
  }

  /// Takes the handlers away again.
  ///
  /// Lets the signals through on the calling thread, which is the loop's. Idempotent.
  func restore() {
    guard !actions.isEmpty else { return }
    defer {
      var set = Signal.mask(signals)
      pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
    for (signal, previous) in zip(signals, actions) {
      var action = previous
      sigaction(signal.rawValue, &action, nil)
    }
    actions = []
  }
}

/// Stands in a target's place for a signal that came before its loop was ready to read it.
private let arrivedEarly: UInt = 1

/// The threads that read the signalfds: one per signal, because a thread is only a target for what
/// is read there.
private let hangupTarget = Atomic<UInt>(0)
private let interruptTarget = Atomic<UInt>(0)
private let user1Target = Atomic<UInt>(0)
private let terminateTarget = Atomic<UInt>(0)

private func target(of signal: Int32, _ body: (borrowing Atomic<UInt>) -> Void) {
  switch Signal(rawValue: signal) {
  case .hangup: body(hangupTarget)
  case .interrupt: body(interruptTarget)
  case .user1: body(user1Target)
  case .terminate: body(terminateTarget)
  case nil: break
  }
}

/// Passes a signal on to the loop's thread, where it is blocked and the signalfd finds it.
///
/// A signalfd sees only what is blocked, and a thread that does not block the signal may always
/// exist: libdispatch parks the main thread of an `async` main with every signal open. What such
/// a thread is given, it hands on from here (`pthread_kill(3)` is async-signal-safe), or leaves a
/// note if the loop has yet to begin to read.
private func forward(_ signal: Int32) {
  target(of: signal) { target in
    let thread = target.load(ordering: .relaxed)
    if thread > arrivedEarly {
      pthread_kill(pthread_t(thread), signal)
    } else {
      target.store(arrivedEarly, ordering: .relaxed)
    }
  }
}

/// libevent calls it on the loop's thread; the context is a watch that its loop keeps.
private func signalArrived(_ fd: Int32, _ what: Int16, _ context: UnsafeMutableRawPointer?) {
  Unmanaged<SignalWatch>.fromOpaque(context!).takeUnretainedValue().arrived()
}
