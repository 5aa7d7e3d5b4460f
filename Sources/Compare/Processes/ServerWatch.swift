internal import CLinux
internal import Glibc
internal import Sockets

/// The thread beside a server: starts its guardian, reads what both say, sees whether the server is
/// ready, and tells of the end.
///
/// Confined to that thread, which ends with the guardian. One thread for each server, and none of the
/// tasks' threads: those are few, and this one waits most of the time.
struct ServerWatch: ~Copyable {
  let launch: ServerLaunch
  let port: UInt16?
  let shared: ServerShared
  private var guardian: GuardianProcess
  private let deadline: UInt64
  private var output = OutputTail()
  private var errors = OutputTail()
  private var pid: Int32?
  private var endpoints: [Endpoint] = []
  private var totals: ServerTotals?
  private var failure: ServerFailure.Reason?
  private var isReady = false
  private var nextProbe: UInt64 = 0
  private var foreignListener = false
  /// When the guardian is killed that does not understand orders; `nil`: it does.
  private var patienceEnd: UInt64?

  /// Watches over a whole life of a server; returns when nothing is left of it.
  static func run(
    _ launch: ServerLaunch, port: UInt16?, command: GuardianCommand, shared: ServerShared
  ) {
    do throws(Errno) {
      let guardian = try GuardianProcess(
        command, server: launch.words(port: port), cores: launch.cores)
      shared.opened(control: guardian.control.rawValue)
      var watch = ServerWatch(launch: launch, port: port, shared: shared, guardian: guardian)
      watch.watch()
      watch.finish()
    } catch {
      let reason = ServerFailure.Reason.guardian("\(command.words.first ?? ""): \(error)")
      shared.settleEnd(ServerEnding(nil, lastErrorLines: []))
      shared.settleStart(.failure(ServerFailure(launch.name, reason)))
    }
  }

  private init(
    launch: ServerLaunch, port: UInt16?, shared: ServerShared, guardian: consuming GuardianProcess
  ) {
    self.launch = launch
    self.port = port
    self.shared = shared
    self.guardian = guardian
    deadline = MonotonicClock.nanoseconds &+ launch.startTimeout.nanosecondsClamped
  }

  /// Runs until the guardian has closed its end, which it does by ending.
  private mutating func watch() {
    var polled = [guardian.control.rawValue, guardian.output.rawValue, guardian.errors.rawValue]
      .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while true {
      poll(&polled, 3, timeout)
      // A negative descriptor is passed over from then on.
      if polled[1].revents != 0, !drainOutput(rounds: 16) { polled[1].fd = -1 }
      if polled[2].revents != 0, !drainErrors(rounds: 16) { polled[2].fd = -1 }
      if polled[0].revents != 0, !listen() { break }
      if let patienceEnd, MonotonicClock.nanoseconds >= patienceEnd {
        // Not yet waited for, so the number is still its own.
        kill(guardian.pid, SIGKILL)
        break
      }
      if !isReady, failure == nil { judge() }
    }
    // More than a pipe holds: what was written before the end has been read behind this.
    _ = drainOutput(rounds: 64)
    _ = drainErrors(rounds: 64)
  }

  /// Milliseconds until something is to be done without being called; -1: for ever.
  private var timeout: Int32 {
    var next = deadline
    if let patienceEnd {
      next = patienceEnd
    } else if isReady || failure != nil {
      return -1
    } else if case .port = launch.readiness, pid != nil {
      next = min(next, nextProbe)
    }
    let now = MonotonicClock.nanoseconds
    return next <= now ? 0 : Int32(clamping: (next - now) / 1_000_000 + 1)
  }

  /// Takes what the guardian says.
  ///
  /// - Returns: whether it is still there.
  private mutating func listen() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 512)
    let control = guardian.control.rawValue
    switch MessageSocket.receive(control, &bytes, bytes.count, waits: false) {
    case .bytes(let count): heard(String(decoding: bytes.prefix(count), as: UTF8.self))
    case .wouldBlock: break
    case .endOfStream, .failed: return false
    }
    return true
  }

  private mutating func heard(_ text: String) {
    switch GuardianReport(text) {
    case .started(let pid)?: self.pid = pid
    case .refused(let step, let errno)?: failure = refusal(step, Errno(rawValue: errno))
    case .ended(let totals)?: self.totals = totals
    case nil: disown()
    }
  }

  /// Ends what is no guardian of this version, which might let its server live for ever.
  ///
  /// One of another version kills its server's tree when it is told to; what does not even
  /// understand that is killed.
  private mutating func disown() {
    guard patienceEnd == nil else { return }
    failure = .guardian("it is of another version")
    shared.order(graceMilliseconds: 0)
    patienceEnd = MonotonicClock.nanoseconds + 2_000_000_000
  }

  private func refusal(_ step: GuardianReport.StartStep, _ errno: Errno) -> ServerFailure.Reason {
    let program = PrintableText.line(launch.words[0], limit: 200)
    switch step {
    case .fork: return .noResources("make a process", "\(errno)")
    case .pin:
      let cores = (launch.cores ?? []).map { "\($0)" }.joined(separator: ", ")
      return .noResources("put it on cores \(cores)", "\(errno)")
    case .exec:
      let isMissing = errno == .noSuchFile && access(launch.words[0], F_OK) != 0
      return isMissing ? .commandNotFound(program) : .notExecutable(program, errno)
    }
  }

  /// Looks whether the server is ready, or has had its time.
  private mutating func judge() {
    if let pid, totals == nil, meetsReadiness() {
      isReady = true
      shared.settleStart(
        .success(.init(pid: pid, guardian: guardian.pid, endpoints: endpoints)))
    } else if failure == nil, MonotonicClock.nanoseconds >= deadline {
      failure = overdue
    }
    if failure != nil { shared.order(graceMilliseconds: 0) }
  }

  /// Why it is not ready, when it should be.
  private var overdue: ServerFailure.Reason {
    if case .port = launch.readiness, let port, PortProbe.answers(port),
      !PortOwner.listens(below: guardian.pid, on: port)
    {
      return .portTaken(port, lastWords: lastWords)
    }
    return .notReady(within: launch.startTimeout, lastWords: lastWords)
  }

  private mutating func meetsReadiness() -> Bool {
    switch launch.readiness {
    case .listeningLines(let count): return endpoints.count >= count
    case .port:
      let now = MonotonicClock.nanoseconds
      guard let port, now >= nextProbe else { return false }
      // Whoever else listens there is not to be called a hundred times a second.
      nextProbe = now + (foreignListener ? 250_000_000 : 10_000_000)
      guard PortProbe.answers(port) else { return false }
      guard PortOwner.listens(below: guardian.pid, on: port) else {
        foreignListener = true
        return false
      }
      endpoints = [.tcp("127.0.0.1", port: port)]
      return true
    }
  }

  /// The last thing that it said, to standard error or, if nothing, to standard output.
  private var lastWords: String? { errors.lastWords ?? output.lastWords }

  private mutating func drainErrors(rounds: Int) -> Bool {
    Self.drain(guardian.errors.rawValue, rounds: rounds) { errors.append($0) }
  }

  private mutating func drainOutput(rounds: Int) -> Bool {
    var lines: [String] = []
    let isOpen = Self.drain(guardian.output.rawValue, rounds: rounds) { bytes in
      output.append(bytes) { line in
        if !isReady, line.hasPrefix(Self.announcement) { lines.append(line) }
      }
    }
    guard case .listeningLines = launch.readiness, failure == nil else { return isOpen }
    for line in lines {
      let text = String(line.dropFirst(Self.announcement.count))
      do throws(EndpointSyntaxError) {
        endpoints.append(try Endpoint(parsing: text))
      } catch {
        failure = .unknownEndpoint(PrintableText.line(text, limit: 120))
        shared.order(graceMilliseconds: 0)
      }
    }
    return isOpen
  }

  private static let announcement = "listening on "

  /// Reads what is there, but not for ever.
  ///
  /// - Returns: whether more may come.
  private static func drain(
    _ descriptor: Int32, rounds: Int, _ take: (ArraySlice<UInt8>) -> Void
  ) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    for _ in 0..<rounds {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return false }
      guard count > 0 else { return errno == EAGAIN || errno == EINTR }
      take(buffer[..<count])
    }
    return true
  }

  /// The guardian has gone, and the tree with it: gives back everything, then tells.
  private consuming func finish() {
    shared.closing()
    var status: Int32 = 0
    while waitpid(guardian.pid, &status, 0) < 0, errno == EINTR {}
    let ending = ServerEnding(totals, lastErrorLines: errors.printable)
    let reason = failure ?? untimelyEnd(ending, guardianStatus: status)
    let (shared, name) = (shared, launch.name)
    // Descriptors are closed before anybody who waits can count them.
    _ = consume guardian
    shared.settleEnd(ending)
    shared.settleStart(.failure(ServerFailure(name, reason)))
  }

  /// Why a server that has ended was never ready.
  private func untimelyEnd(
    _ ending: ServerEnding, guardianStatus status: Int32
  ) -> ServerFailure.Reason {
    if shared.wasAsked { return .cancelled }
    guard totals != nil else {
      let words = errors.lastWords.map { ", saying: \($0)" } ?? ""
      return .guardian("it \(ServerEnding.Cause(status: status))\(words)")
    }
    if let port, PortProbe.answers(port) { return .portTaken(port, lastWords: lastWords) }
    return .endedBeforeReady(ending.cause, lastWords: lastWords)
  }
}
