/// How a run ended, as the shell sees it (`sysexits.h` where it has a word for it).
enum ExitStatus: Int32, Sendable {
  /// All went well.
  case well = 0

  /// The run itself worked and found what it was told to refuse: a mismatch, an error, a threshold.
  case refused = 1

  /// The command line cannot be understood (`EX_USAGE`).
  case usage = 64

  /// Something outside cannot be reached: connect, bind, or write the result (`EX_UNAVAILABLE`).
  case unavailable = 69

  /// A bug of ours (`EX_SOFTWARE`).
  case software = 70
}
