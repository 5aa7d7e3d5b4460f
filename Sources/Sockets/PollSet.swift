internal import CLinux
internal import Glibc

/// Descriptors that a thread sleeps on together (`poll(2)`).
///
/// Filled anew for every wait: for the handful that an accepting thread has, that is cheaper than
/// to keep it in step.
package struct PollSet {
  private var entries: [pollfd] = []

  package init() {}

  /// Forgets all of them.
  package mutating func clear() { entries.removeAll(keepingCapacity: true) }

  /// Adds a descriptor that is waited for to become readable.
  ///
  /// - Returns: its place, to ask `isReady` by.
  @discardableResult
  package mutating func add(_ fd: Int32) -> Int {
    entries.append(pollfd(fd: fd, events: Int16(POLLIN), revents: 0))
    return entries.count - 1
  }

  /// Sleeps until one is readable, a signal has come, or the time is up.
  ///
  /// - Parameter nanoseconds: `nil` is for ever.
  package mutating func wait(_ nanoseconds: UInt64?) {
    // Rounded up: woken a moment early it would only go back to sleep.
    let milliseconds = nanoseconds.map { Int32(clamping: ($0 &+ 999_999) / 1_000_000) } ?? -1
    let count = entries.withUnsafeMutableBufferPointer {
      Glibc.poll($0.baseAddress, nfds_t($0.count), milliseconds)
    }
    if count < 0 { for index in entries.indices { entries[index].revents = 0 } }
  }

  /// Whether the last wait found this one readable, at its end, or broken.
  package func isReady(_ place: Int) -> Bool { entries[place].revents != 0 }

  /// Whether a descriptor is readable now.
  package static func isReadable(_ fd: Int32) -> Bool {
    var entry = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
    return Glibc.poll(&entry, 1, 0) > 0
  }
}
