internal import CLinux
internal import Reactor
internal import Sockets
internal import Synchronization

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

  /// Raises the flag, behind a note of how many have arrived: no more are let in.
  ///
  /// Clients that come again as soon as they are served would otherwise keep the queues from ever
  /// being empty, and the drain from its end.
  static func beginDrain(_ listeners: [OpenListener], _ context: BlockingContext) {
    for (index, listener) in listeners.enumerated() {
      // A Unix socket does not tell how many wait; but nobody finds it any more without its file.
      listener.removeFile()
      context.counters.leftOver(index).pointee.store(
        listener.queueLength, ordering: .releasing)
    }
    context.counters.raise(.isDraining)
  }

  /// Refuses whoever comes to a listener from which nobody is to be accepted any more.
  static func refuseNewcomers(_ listeners: [OpenListener], _ context: BlockingContext) {
    for (index, listener) in listeners.enumerated()
    where context.counters.leftOver(index).pointee.load(ordering: .acquiring) <= 0
      || !listener.isWanted
    {
      listener.refuse()
    }
  }

  private func leftOver() -> ClientAcceptor.Newcomer? {
    for (index, listener) in listeners.enumerated() {
      let left = context.counters.leftOver(index)
      while left.pointee.load(ordering: .acquiring) > 0 {
        switch BlockingCalls.accept(listener.fd) {
        case .accepted(let fd):
          context.counters.add(.accepted)
          // Taken first and counted then: where none is left, nobody is about to take one.
          let rest = left.pointee.subtract(1, ordering: .acquiringAndReleasing).newValue
          if rest <= 0 { listener.refuse() }
          return ClientAcceptor.Newcomer(Descriptor(owning: fd), index)
        case .wouldBlock:
          left.pointee.store(0, ordering: .releasing)
        // Who is out of descriptors takes nobody; the others may.
        case .failed(let errno) where errno.isExhaustion:
          context.counters.add(.acceptPauses)
          return nil
        // One that has gone, or the listener was taken away.
        case .failed: left.pointee.subtract(1, ordering: .acquiringAndReleasing)
        }
      }
      listener.refuse()
    }
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
      // A drain has begun meanwhile, and may have taken the listener away.
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
