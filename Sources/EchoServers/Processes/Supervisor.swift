internal import CLinux
internal import Glibc
internal import Reactor
internal import Sockets

/// What the processes of a model do: how they come to be, and what their ends mean.
protocol ProcessFleet {
  /// Whether none of its processes is left.
  var isEmpty: Bool { get }

  /// Starts what is missing, and adds what is waited for.
  ///
  /// - Returns: in how many nanoseconds to look again at the latest; `nil`: no need to.
  mutating func prepare(_ poll: inout PollSet) -> UInt64?

  /// Does what the wait has brought.
  mutating func act(_ poll: PollSet)

  /// One of its processes has ended.
  mutating func ended(_ end: ProcessEnd)

  /// Raises the flag, and lets in those whose handshake is done and then nobody any more.
  mutating func beginDrain()

  /// Called while it drains, again and again: wakes those who do not know of it.
  mutating func remind()

  /// Kills what is left, and lets in nobody who waits for a process.
  mutating func cut()
}

/// The process that the others are children of: it accepts or lets accept, forks, reaps, drains.
///
/// It has one thread for its whole life, which is what makes forking safe. It sleeps in `poll(2)`
/// on the control channel, on SIGCHLD (as a descriptor, `signalfd(2)`: reaping is an event like
/// others), and on what the fleet adds. When the channel's other end goes, whatever the reason, it
/// kills its children and ends: nobody is left behind.
struct Supervisor<Fleet: ProcessFleet> {
  private let channel: ControlChannel
  private let context: BlockingContext
  private let listeners: [OpenListener]
  private var fleet: Fleet
  private var drain: Drain?
  private static var tick: UInt64 { 10_000_000 }

  /// A drain under way: when its time is up, and how the counts were when it began.
  private struct Drain {
    var deadline: UInt64
    let before: DrainMark
  }

  init(
    _ channel: ControlChannel, _ listeners: [OpenListener], _ context: BlockingContext,
    _ fleet: Fleet
  ) {
    self.channel = channel
    self.listeners = listeners
    self.context = context
    self.fleet = fleet
  }

  /// Works until it is told to stop, or its parent has ended.
  mutating func run() -> Int32 {
    var children = sigset_t()
    sigemptyset(&children)
    sigaddset(&children, SIGCHLD)
    sigprocmask(SIG_BLOCK, &children, nil)
    let signals = signalfd(-1, &children, Int32(SFD_CLOEXEC | SFD_NONBLOCK))
    guard signals >= 0 else { return 1 }
    var poll = PollSet()
    while true {
      poll.clear()
      let control = poll.add(channel.fd)
      let ends = poll.add(signals)
      let timeout = fleet.prepare(&poll)
      poll.wait(drain == nil ? timeout : min(timeout ?? .max, Self.tick))
      if poll.isReady(ends) { reap(signals) }
      if poll.isReady(control), !obey() { return end() }
      fleet.act(poll)
      pursueDrain()
    }
  }

  private mutating func reap(_ signals: Int32) {
    var information = signalfd_siginfo()
    // One read may stand for many ends: signals of one kind do not queue.
    while Glibc.read(signals, &information, MemoryLayout<signalfd_siginfo>.size) > 0 {}
    while let end = ProcessEnd.reapNext() { fleet.ended(end) }
  }

  /// - Returns: whether to go on.
  private mutating func obey() -> Bool {
    switch channel.receive() {
    case nil, .stop: return false
    case .drain(let limit):
      let counters = context.counters
      let deadline = MonotonicClock.nanoseconds &+ limit
      if let drain {
        self.drain?.deadline = min(drain.deadline, deadline)
      } else {
        drain = Drain(deadline: deadline, before: counters.drainMark)
        fleet.beginDrain()
      }
      return true
    case .drained: return true
    }
  }

  private mutating func pursueDrain() {
    guard let drain else { return }
    if MonotonicClock.nanoseconds >= drain.deadline { cut() }
    fleet.remind()
    guard fleet.isEmpty else { return }
    // Who came when nobody was left to accept.
    for listener in listeners { listener.refuse() }
    report(drain)
  }

  private mutating func report(_ drain: Drain) {
    channel.send(.drained(context.counters.report(since: drain.before)))
    self.drain = nil
  }

  private mutating func cut() {
    context.counters.raise(.isCut)
    fleet.cut()
  }

  private mutating func end() -> Int32 {
    for listener in listeners { listener.removeFile() }
    cut()
    // Killed, they end soon; reaped here, so that whoever counts processes finds none.
    while !fleet.isEmpty {
      var poll = PollSet()
      poll.wait(1_000_000)
      while let end = ProcessEnd.reapNext() { fleet.ended(end) }
    }
    if let drain { report(drain) }
    return 0
  }
}
