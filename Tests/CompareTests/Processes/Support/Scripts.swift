@testable import Compare

extension ServerLaunch {
  /// A Python program that runs some lines, announces itself, and waits for its end.
  ///
  /// `burn()` uses up a fifth of a second of CPU time.
  static func python(_ lines: String, _ arguments: String...) -> ServerLaunch {
    let program = """
      import os, signal, sys, time
      def burn():
        end = time.process_time() + 0.2
        while time.process_time() < end: pass
      \(lines)
      print("listening on tcp://127.0.0.1:1", flush=True)
      while True: signal.pause()
      """
    var launch = announcing("python3", "-c", program)
    launch.words += arguments
    return launch
  }

  /// Four processes with `mark` in their command line that ignore what can be ignored: the server,
  /// a child in a session of its own, a grandchild whose parent has gone, and a child of that.
  static func daemons(_ mark: String) -> ServerLaunch {
    python(
      """
      for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
      ready, told = os.pipe()
      def stay():
        os.setsid()
        os.write(told, b"x")
        while True: signal.pause()
      if os.fork() == 0: stay()
      middle = os.fork()
      if middle == 0:
        os.setsid()
        if os.fork() == 0:
          if os.fork() == 0: stay()
          stay()
        os._exit(0)
      os.waitpid(middle, 0)
      for i in range(3): os.read(ready, 1)
      """, mark)
  }
}
