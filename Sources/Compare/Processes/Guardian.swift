internal import CLinux
internal import Glibc
internal import Measurement
internal import Sockets

/// The process between `compare` and a server, which sees to it that the server's whole tree of
/// processes ends when it must.
///
/// `compare` may be killed with SIGKILL, and a server may fork, daemonise and start sessions: neither
/// process groups nor sessions reach such a tree. So each server is started below a small process of
/// its own. That one is a *child subreaper* (`PR_SET_CHILD_SUBREAPER`, prctl(2)): whoever loses its
/// parent below it becomes its child, and not init's. It holds one end of a socket to `compare`. When
/// that is closed, which the kernel does whatever became of `compare`, it kills every descendant and
/// those that appear meanwhile, until it has no child left. Should the guardian itself be killed,
/// the server dies with it (`PR_SET_PDEATHSIG`); the server's own descendants then do not.
///
/// It has one thread, so fork(2) is safe in it; it sleeps in poll(2) unless something happens, and
/// costs a server nothing.
public enum Guardian {
  /// Where the socket to `compare` is.
  static let controlDescriptor: Int32 = 3

  /// Runs a guardian until its server's tree is gone: the whole of the hidden command `guard`.
  ///
  /// To be called before the process has a second thread. Messages: `GuardianReport` and
  /// `GuardianOrder`; standard input, output and error are the server's.
  ///
  /// - Parameter words: the cores that the server may run on (`0,1`, or `all`), `--`, and the
  ///   server's command.
  /// - Returns: the exit status: 0; 64 where it was not called by `compare`.
  public static func run(words: [String]) -> Int32 {
    guard words.count >= 3, words[1] == "--", let cores = cores(words[0]), isSocket else {
      let line = "swiftlet guard: a part of 'swiftlet compare', and of no use by hand\n"
      _ = line.withCString { write(2, $0, strlen($0)) }
      return 64
    }
    closefrom(controlDescriptor + 1)
    _ = fcntl(controlDescriptor, F_SETFD, FD_CLOEXEC)
    // A session of its own: Ctrl-C at the terminal is for compare, which then ends its servers.
    setsid()
    guard prctl_set(PR_SET_CHILD_SUBREAPER, 1) == 0 else { return 70 }
    return TreeKeeper(command: Array(words[2...]), cores: cores).run()
  }

  private static func cores(_ text: String) -> [Int]? {
    if text == "all" { return [] }
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
    let cores = words.compactMap { Int($0) }
    return cores.count == words.count ? cores : nil
  }

  private static var isSocket: Bool {
    var kind: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(controlDescriptor, SOL_SOCKET, SO_TYPE, &kind, &size) == 0
      && kind == Int32(SOCK_SEQPACKET.rawValue)
  }
}
