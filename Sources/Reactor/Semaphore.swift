internal import CLinux

/// A counting semaphore (`sem_overview(7)`): waking a thread costs a system call only when one
/// sleeps.
///
/// `@unchecked Sendable`: the kernel's semaphore is made to be used from any thread.
package final class Semaphore: @unchecked Sendable {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  package init() { sem_init(semaphore, 0, 0) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  /// Adds one.
  package func signal() { sem_post(semaphore) }

  /// Takes one, sleeping until there is one.
  package func wait() {
    while sem_wait(semaphore) != 0 {}  // Only EINTR is possible.
  }
}
