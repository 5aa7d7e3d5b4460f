internal import CLinux
internal import Glibc

/// The seam under a connection: three calls.
///
/// Plain sockets are one transport, TLS or a simulated network are others; nothing above knows
/// which.
///
/// One object may serve every connection of a loop (plain sockets need no state of their own).
///
/// `@unchecked Sendable`: plain sockets have no state; a subclass that has some guards it itself.
package class Transport: @unchecked Sendable {
  package init() {}

  /// Moves what has arrived, up to `capacity` bytes, to `buffer`.
  package func receive(_ fd: Int32, _ buffer: UnsafeMutableRawPointer, _ capacity: Int) -> IOResult
  {
    fatalError("Transport: receive is the subclass's")
  }

  /// Moves bytes towards the peer; less than all of them is no error.
  package func send(_ fd: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> IOResult {
    fatalError("Transport: send is the subclass's")
  }

  /// Tells the peer that no more will come.
  package func shutdownOutput(_ fd: Int32) {
    fatalError("Transport: shutdownOutput is the subclass's")
  }
}

/// The system calls of the reactor's path, and the one place where `errno` is read and `EINTR`
/// retried.
///
/// Tests put a subclass in its place that injects faults.
package class Kernel: Transport, @unchecked Sendable {
  package override func receive(
    _ fd: Int32, _ buffer: UnsafeMutableRawPointer, _ capacity: Int
  ) -> IOResult {
    while true {
      let count = Glibc.recv(fd, buffer, capacity, 0)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .endOfStream }
      switch Errno.last {
      case .wouldBlock: return .wouldBlock
      case .interrupted: continue
      case let error: return .failed(error)
      }
    }
  }

  package override func send(_ fd: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> IOResult {
    while true {
      // A peer that is gone must be a result here, not a SIGPIPE for the process.
      let sent = Glibc.send(fd, bytes, count, Int32(MSG_NOSIGNAL))
      if sent >= 0 { return .bytes(sent) }
      switch Errno.last {
      case .wouldBlock: return .wouldBlock
      case .interrupted: continue
      case let error: return .failed(error)
      }
    }
  }

  package override func shutdownOutput(_ fd: Int32) {
    // A peer that has reset meanwhile makes this fail; the next receive will say so.
    _ = Glibc.shutdown(fd, Int32(SHUT_WR))
  }

  /// Takes one connection from a listener's queue, non-blocking and close-on-exec.
  package func accept(_ fd: Int32) -> AcceptResult {
    while true {
      let accepted = accept4(
        fd, nil, nil, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
      if accepted >= 0 { return .accepted(accepted) }
      switch Errno.last {
      case .wouldBlock: return .wouldBlock
      case .interrupted: continue
      case let error: return .failed(error)
      }
    }
  }

  /// Starts to connect; `wouldBlock` means that writability will tell.
  package func connect(_ fd: Int32, _ address: SocketAddress) -> IOResult {
    let result = address.withRaw { Glibc.connect(fd, $0, $1) }
    if result == 0 { return .bytes(0) }
    switch Errno.last {
    // An interrupted connect(2) goes on in the background, as one in progress does.
    case .inProgress, .interrupted: return .wouldBlock
    case let error: return .failed(error)
    }
  }

  /// Asked before a descriptor is put under watch: what the kernel's `epoll_ctl(2)` would say.
  ///
  /// Always `nil` here; faults are injected by overriding it.
  package func refusesWatch(of fd: Int32) -> Errno? { nil }
}
