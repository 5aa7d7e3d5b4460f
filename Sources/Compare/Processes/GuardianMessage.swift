/// What `compare` tells a guardian: one message of text each way at a time, over a socket that
/// keeps messages apart.
enum GuardianOrder: Equatable, Sendable {
  /// Ask the server to end, and kill what is left of it after so many milliseconds; 0 kills at once.
  case end(graceMilliseconds: UInt64)

  var text: String {
    switch self {
    case .end(let grace): "end \(grace)"
    }
  }

  init?(_ text: some StringProtocol) {
    let words = text.split(separator: " ")
    guard words.count == 2, words[0] == "end", let grace = UInt64(words[1]) else { return nil }
    self = .end(graceMilliseconds: grace)
  }
}

/// What a guardian tells `compare`.
enum GuardianReport: Equatable, Sendable {
  /// The server runs, under this number.
  case started(pid: Int32)
  /// Its program could not be started: what was being done, and `errno`.
  case refused(step: StartStep, errno: Int32)
  /// The server and all of its descendants are gone; the guardian's last word.
  case ended(ServerTotals)

  /// The step of starting at which a server failed.
  enum StartStep: String, Sendable {
    /// Making the process.
    case fork
    /// Putting it on its cores.
    case pin
    /// Running its program.
    case exec
  }

  var text: String {
    switch self {
    case .started(let pid): "started \(pid)"
    case .refused(let step, let errno): "refused \(step.rawValue) \(errno)"
    case .ended(let totals): "ended " + totals.numbers.map { "\($0)" }.joined(separator: " ")
    }
  }

  init?(_ text: some StringProtocol) {
    let words = text.split(separator: " ")
    switch words.first {
    case "started":
      guard words.count == 2, let pid = Int32(words[1]) else { return nil }
      self = .started(pid: pid)
    case "refused":
      guard words.count == 3, let step = StartStep(rawValue: String(words[1])),
        let errno = Int32(words[2])
      else { return nil }
      self = .refused(step: step, errno: errno)
    case "ended":
      let numbers = words.dropFirst().compactMap { Int64($0) }
      guard numbers.count == words.count - 1, let totals = ServerTotals(numbers) else { return nil }
      self = .ended(totals)
    default: return nil
    }
  }
}

/// What a guardian has counted by the end.
struct ServerTotals: Equatable, Sendable {
  /// As wait4(2) gave it for the server's own process.
  var status: Int32 = 0
  /// Sums over all processes of the tree, in microseconds.
  var userMicroseconds: Int64 = 0
  var systemMicroseconds: Int64 = 0
  var voluntarySwitches: Int64 = 0
  var involuntarySwitches: Int64 = 0
  /// Of the largest of them, in KiB.
  var largestKibibytes: Int64 = 0
  /// Descendants that the server left behind or did not wait for.
  var leftBehind: Int64 = 0
  /// Processes that could not be killed, because they belong to another user.
  var survivors: Int64 = 0
  /// Whether the server had to be killed.
  var wasKilled = false
  /// Whether `compare` had asked for the end before the server came to it.
  var wasAsked = false

  init() {}

  var numbers: [Int64] {
    [
      Int64(status), userMicroseconds, systemMicroseconds, voluntarySwitches, involuntarySwitches,
      largestKibibytes, leftBehind, survivors, wasKilled ? 1 : 0,
      wasAsked ? 1 : 0,
    ]
  }

  init?(_ numbers: [Int64]) {
    guard numbers.count == 10, let status = Int32(exactly: numbers[0]) else { return nil }
    self.status = status
    userMicroseconds = numbers[1]
    systemMicroseconds = numbers[2]
    voluntarySwitches = numbers[3]
    involuntarySwitches = numbers[4]
    largestKibibytes = numbers[5]
    leftBehind = numbers[6]
    survivors = numbers[7]
    wasKilled = numbers[8] != 0
    wasAsked = numbers[9] != 0
  }
}
