internal import CLinux
internal import Glibc
internal import Sockets

/// A guardian as its parent has it: the process, the socket to it, and what its server writes.
struct GuardianProcess: ~Copyable {
  let pid: pid_t
  /// Closing it ends the server and all of its descendants.
  let control: Descriptor
  /// The reading ends of the server's standard output and error, non-blocking.
  let output: Descriptor
  let errors: Descriptor

  /// Starts a guardian, which starts the server.
  ///
  /// - Throws: the error number of what failed.
  init(_ command: GuardianCommand, server: [String], cores: [Int]?) throws(Errno) {
    let sockets = try Self.pair { ends in
      socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue), 0, ends)
    }
    let outputs = try Self.pair { pipe2($0, O_CLOEXEC) }
    let errors = try Self.pair { pipe2($0, O_CLOEXEC) }
    let list = (cores ?? []).map { "\($0)" }.joined(separator: ",")
    let words = command.words + [list.isEmpty ? "all" : list, "--"] + server
    pid = try ProcessSpawn.start(
      words,
      descriptors: [
        nil, outputs.second.rawValue, errors.second.rawValue, sockets.second.rawValue,
      ])
    control = sockets.first
    output = outputs.first
    self.errors = errors.first
    // The other ends have descriptions of their own: the server's writes go on to block.
    _ = fcntl(output.rawValue, F_SETFL, O_NONBLOCK)
    _ = fcntl(self.errors.rawValue, F_SETFL, O_NONBLOCK)
  }

  private struct Pair: ~Copyable {
    let first: Descriptor
    let second: Descriptor
  }

  /// Two descriptors above those that the child gets: none is overwritten before it is copied.
  private static func pair(_ make: (UnsafeMutablePointer<Int32>) -> Int32) throws(Errno) -> Pair {
    var ends: [Int32] = [-1, -1]
    // `ends` outlives the call, which writes two numbers.
    guard make(&ends) == 0 else { throw Errno.last }
    let low = Pair(first: Descriptor(owning: ends[0]), second: Descriptor(owning: ends[1]))
    return Pair(first: try raised(low.first), second: try raised(low.second))
  }

  private static func raised(_ descriptor: borrowing Descriptor) throws(Errno) -> Descriptor {
    let number = fcntl(descriptor.rawValue, F_DUPFD_CLOEXEC, Guardian.controlDescriptor + 1)
    guard number >= 0 else { throw Errno.last }
    return Descriptor(owning: number)
  }
}
