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
    pid = try Self.spawn(
      words, output: outputs.second.rawValue, errors: errors.second.rawValue,
      control: sockets.second.rawValue)
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

  private static func spawn(
    _ words: [String], output: Int32, errors: Int32, control: Int32
  ) throws(Errno) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    posix_spawn_file_actions_adddup2(&actions, control, Guardian.controlDescriptor)
    posix_spawn_file_actions_addclosefrom_np(&actions, Guardian.controlDescriptor + 1)
    // What this thread blocks and this program ignores is no business of the guardian's.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var pid: pid_t = 0
    let result = posix_spawnp(&pid, words[0], &actions, &attributes, &arguments, environ)
    guard result == 0 else { throw Errno(rawValue: result) }
    return pid
  }
}
