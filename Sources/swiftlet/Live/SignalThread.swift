import CLinux
import Sockets

/// A thread that hears of signals which every other thread has blocked from then on.
///
/// Make it before other threads are started: they are to have the same signals blocked.
final class SignalThread: Sendable {
  private let thread: SystemThread
  private let maskBefore: sigset_t

  /// Blocks the signals and starts the thread.
  ///
  /// - Throws: where there is no room for it; then nothing is blocked.
  init(
    name: String, blocking signals: [CInt], _ body: @escaping @Sendable () -> Void
  ) throws(SocketError) {
    var mask = TerminalSignals.mask(of: signals)
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &mask, &before)
    maskBefore = before
    do throws(SocketError) {
      thread = try SystemThread(name: name, body)
    } catch {
      pthread_sigmask(SIG_SETMASK, &before, nil)
      throw error
    }
  }

  /// Waits for its end; then the signals do again what they did before.
  ///
  /// Call it once, on the thread that made it.
  func join() {
    thread.join()
    var before = maskBefore
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}
