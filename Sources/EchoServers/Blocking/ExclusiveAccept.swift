internal import CLinux
internal import Glibc
internal import Reactor
internal import Sockets

/// Accepts beside others who accept from the same listeners: threads, or processes.
///
/// Each has an epoll of its own, and `EPOLLEXCLUSIVE` lets the kernel wake one of those who sleep
/// instead of all of them (`epoll_ctl(2)`).
final class ExclusiveAccept: Sendable {
  private let context: BlockingContext
  private let listeners: [OpenListener]
  private let stopping: Int32
  private let epoll: Descriptor
  private static let pause: UInt64 = 50_000_000

  /// - Parameter stopping: readable once the server drains.
  init(
    _ listeners: [OpenListener], _ stopping: Int32, _ context: BlockingContext
  ) throws(SocketError) {
    self.context = context
    self.listeners = listeners
    self.stopping = stopping
    let fd = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard fd >= 0 else { throw SocketError("wait for", "newcomers", .last) }
    epoll = Descriptor(owning: fd)
    for (index, listener) in listeners.enumerated() {
      try Self.watch(fd, listener.fd, index, EPOLLIN.rawValue | EPOLLEXCLUSIVE.rawValue)
    }
    // This one is for all of them.
    try Self.watch(fd, stopping, listeners.count, EPOLLIN.rawValue)
  }

  private static func watch(
    _ epoll: Int32, _ fd: Int32, _ index: Int, _ events: UInt32
  ) throws(SocketError) {
    var event = epoll_event(events: events, data: epoll_data_t(u64: UInt64(index)))
    guard epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0 else {
      throw SocketError("wait for", "newcomers", .last)
    }
  }

  /// Sleeps until there is a client, and takes it.
  ///
  /// - Returns: `nil` once the server drains and nobody is left in the queues, or is cut.
  func next() -> ClientAcceptor.Newcomer? {
    while !context.isCut {
      if context.isDraining { return leftOver() }
      var event = epoll_event()
      guard epoll_wait(epoll.rawValue, &event, 1, -1) == 1 else { continue }
      let index = Int(event.data.u64)
      // The stop shows in the context.
      if index < listeners.count, let client = take(index) { return client }
    }
    return nil
  }

  private func leftOver() -> ClientAcceptor.Newcomer? {
    for index in listeners.indices { if let client = take(index) { return client } }
    return nil
  }

  private func take(_ index: Int) -> ClientAcceptor.Newcomer? {
    switch BlockingCalls.accept(listeners[index].fd) {
    case .accepted(let fd):
      context.counters.add(.accepted)
      return ClientAcceptor.Newcomer(Descriptor(owning: fd), index)
    // Another was faster.
    case .wouldBlock: return nil
    case .failed(let errno):
      // The listener was taken away because the server drains.
      if context.isDraining { return nil }
      guard errno.isExhaustion else {
        context.counters.add(.acceptErrors)
        return nil
      }
      context.counters.add(.acceptPauses)
      var poll = PollSet()
      poll.add(stopping)
      poll.wait(Self.pause)
      return nil
    }
  }
}
