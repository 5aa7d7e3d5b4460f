internal import CLinux
internal import Glibc

/// Starting other programs (`posix_spawn(3)`), which a process may do whatever threads it has.
package enum ProcessSpawn {
  /// Starts a program as a shell would: no signal blocked or ignored, and no descriptor but these.
  ///
  /// - Parameters:
  ///   - words: the program, at its path or found in `PATH`, and its arguments.
  ///   - descriptors: what becomes its descriptors 0, 1, 2 and so on; `nil` is `/dev/null`. None of
  ///     them may have a number below their count, or it could be overwritten before it is copied,
  ///     but those that stay in their place.
  /// - Returns: its process id.
  /// - Throws: why there is no such process.
  package static func start(
    _ words: [String], descriptors: [Int32?]
  ) throws(Errno) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (index, fd) in descriptors.enumerated() {
      if let fd {
        posix_spawn_file_actions_adddup2(&actions, fd, Int32(index))
      } else {
        posix_spawn_file_actions_addopen(&actions, Int32(index), "/dev/null", O_RDWR, 0)
      }
    }
    posix_spawn_file_actions_addclosefrom_np(&actions, Int32(descriptors.count))
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
