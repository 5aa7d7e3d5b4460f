internal import CLibevent
internal import Sockets

/// What a C callback of libevent looks like.
package typealias ReadyCallback =
  @convention(c) (Int32, Int16, UnsafeMutableRawPointer?) -> Void

/// The watch over one descriptor: which readiness the kernel has been asked to tell.
///
/// Readability and writability are two libevent events, because one event would have to be
/// deleted and added (two system calls) for each change, and because writability is wanted
/// rarely: its event exists only while it is armed. Loop-confined.
package struct Watch: ~Copyable {
  /// What is armed now.
  package private(set) var armed: Interest = []

  private let base: OpaquePointer?
  private let fd: Int32
  private let callback: ReadyCallback
  private let context: UnsafeMutableRawPointer?
  private let isEdgeTriggered: Bool
  private var readEvent: UnsafeMutablePointer<event>?
  private var writeEvent: UnsafeMutablePointer<event>?

  /// A watch over `fd`, nothing armed yet.
  ///
  /// Without a base (a simulation) it only remembers.
  ///
  /// - Parameters:
  ///   - context: handed to the callback; must stay valid until the watch is gone.
  ///   - isEdgeTriggered: whether it is told when something becomes ready, rather than for as long
  ///     as it is (`EPOLLET` in epoll(7)).
  init(
    _ base: OpaquePointer?, _ fd: Int32, _ callback: @escaping ReadyCallback,
    _ context: UnsafeMutableRawPointer?, isEdgeTriggered: Bool = false
  ) {
    self.isEdgeTriggered = isEdgeTriggered
    self.base = base
    self.fd = fd
    self.callback = callback
    self.context = context
  }

  deinit {
    if let readEvent { Self.drop(readEvent) }
    if let writeEvent { Self.drop(writeEvent) }
  }

  /// Ends the watch for good; to be called before the descriptor is closed.
  mutating func cancel() {
    if let readEvent { Self.drop(readEvent) }
    if let writeEvent { Self.drop(writeEvent) }
    readEvent = nil
    writeEvent = nil
    armed = []
  }

  /// Changes what is armed.
  ///
  /// An unchanged interest costs nothing.
  ///
  /// - Returns: the kernel's reason if it refused (`epoll_ctl(2)`: `ENOMEM`, `ENOSPC`); libevent
  ///   passes it on as a mere return value, and a connection that ignored it would hang for ever.
  mutating func arm(_ wanted: Interest, kernel: Kernel) -> Errno? {
    guard let base, wanted != armed else {
      armed = wanted
      return nil
    }
    if wanted.subtracting(armed) != [], let errno = kernel.refusesWatch(of: fd) { return errno }
    if wanted.contains(.read) != armed.contains(.read) {
      if wanted.contains(.read) {
        let event = readEvent ?? make(base, Int16(EV_READ | EV_PERSIST))
        readEvent = event
        guard event_add(event, nil) == 0 else { return .last }
      } else if let readEvent {
        event_del(readEvent)
      }
    }
    if wanted.contains(.write) {
      if writeEvent == nil {
        let event = make(base, Int16(EV_WRITE | EV_PERSIST))
        writeEvent = event
        guard event_add(event, nil) == 0 else { return .last }
      }
    } else if let event = writeEvent {
      Self.drop(event)
      writeEvent = nil
    }
    armed = wanted
    return nil
  }

  private func make(_ base: OpaquePointer, _ what: Int16) -> UnsafeMutablePointer<event> {
    let event = UnsafeMutablePointer<event>.allocate(capacity: 1)
    let edge = isEdgeTriggered ? Int16(EV_ET) : 0
    event_assign(event, base, fd, what | edge, callback, context)
    return event
  }

  private static func drop(_ event: UnsafeMutablePointer<event>) {
    event_del(event)
    event.deallocate()
  }
}
