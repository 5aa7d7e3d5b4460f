internal import CLinux

/// A value behind a lock: one thread at a time gets at it.
///
/// The standard library's `Mutex` would do the same a little faster, but ThreadSanitizer does not
/// see it lock, and reports a race at every use; with this one, what it reports is real.
///
/// `@unchecked Sendable`: `value` is only touched between lock and unlock.
package final class Locked<Value>: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  @exclusivity(unchecked) private var value: Value

  package init(_ value: sending Value) {
    self.value = value
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// Runs `body` while nobody else is at the value.
  ///
  /// Not reentrant: keep it short, and call nothing unknown from it.
  package func withLock<Result, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value)
  }
}
