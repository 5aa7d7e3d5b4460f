internal import CLinux
internal import Sockets
import Synchronization

/// Runs Swift's jobs on the thread that is inside the loop, and brings everything from other
/// threads there.
///
/// One class is both the serial executor of the `EventLoop` actor and a task executor: a task
/// that prefers it, and everything isolated to the actor, stays on the loop's thread.
///
/// `@unchecked Sendable`: `local` and `batch` are touched by the loop's thread alone (`isOnLoop`
/// is checked where it matters); everything else is atomic or behind the lock.
final class LoopExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
  enum Item {
    case job(UnownedJob)
    case call(@Sendable (isolated EventLoop) -> Void)
  }

  private struct Inbox {
    var items: ContiguousArray<Item> = []
    /// The loop has ended: nobody will look any more.
    var isClosed = false
  }

  /// Jobs of the loop's own making: no lock.
  @exclusivity(unchecked) private var local: ContiguousArray<UnownedJob> = []
  /// The array being run; swapped, never copied, so that its memory is used again.
  @exclusivity(unchecked) private var localBatch: ContiguousArray<UnownedJob> = []
  @exclusivity(unchecked) private var inboxBatch: ContiguousArray<Item> = []

  private let inbox = Locked(Inbox())
  /// Set behind an insertion into the empty inbox, so that a pass without mail takes no lock.
  private let hasMail = Atomic<Bool>(false)
  private let owner = Atomic<UInt>(0)
  let wakeup: Wakeup
  /// Set once by the loop that owns this executor, before any thread can get hold of it.
  nonisolated(unsafe) weak var loop: EventLoop?

  init() throws(Errno) { wakeup = try Wakeup() }

  // MARK: From any thread

  /// Whether the caller is the loop's thread.
  @inline(__always)
  var isOnLoop: Bool { owner.load(ordering: .relaxed) == UInt(pthread_self()) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if isOnLoop { local.append(job) } else { post(.job(job)) }
  }

  /// Hands something to the loop, waking it if it may be asleep: one `eventfd(2)` write for all
  /// that is posted before it looks.
  func post(_ item: Item) {
    let (wasEmpty, isClosed) = inbox.withLock { inbox in
      inbox.items.append(item)
      return (inbox.items.count == 1, inbox.isClosed)
    }
    guard wasEmpty else { return }
    if isClosed { return runAfterTheEnd() }
    hasMail.store(true, ordering: .releasing)
    wake()
  }

  func wake() { wakeup.call() }

  func checkIsolated() {
    precondition(isOnLoop, "EventLoop: called from a thread that is not the loop's")
  }

  func isIsolatingCurrentContext() -> Bool? { isOnLoop }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  // MARK: On the loop's thread

  /// Runs a job after what is running now.
  @inline(__always)
  func runSoon(_ job: UnownedJob) { local.append(job) }

  func takeOwnership() { owner.store(UInt(pthread_self()), ordering: .relaxed) }

  func giveUpOwnership() { owner.store(0, ordering: .relaxed) }

  /// Runs what is waiting, and what that makes ready, for a bounded number of rounds: jobs that
  /// keep producing jobs must not keep the sockets waiting.
  ///
  /// - Returns: whether something is left to run.
  func runPending() -> Bool {
    for _ in 0..<8 {
      if hasMail.load(ordering: .relaxed), hasMail.exchange(false, ordering: .acquiring) {
        runMail()
      }
      guard !local.isEmpty else { return hasMail.load(ordering: .relaxed) }
      runLocal()
    }
    return true
  }

  /// Whether jobs of the loop's own making wait.
  var hasLocalJobs: Bool { !local.isEmpty }

  @inline(__always)
  private func runLocal() {
    let serial = asUnownedSerialExecutor()
    swap(&local, &localBatch)
    for index in localBatch.indices {
      localBatch[index].runSynchronously(on: serial)
    }
    localBatch.removeAll(keepingCapacity: true)
  }

  private func runMail() {
    inbox.withLock { swap(&$0.items, &inboxBatch) }
    run(inboxBatch)
    inboxBatch.removeAll(keepingCapacity: true)
  }

  private func run(_ items: ContiguousArray<Item>) {
    let serial = asUnownedSerialExecutor()
    for item in items {
      switch item {
      case .job(let job): job.runSynchronously(on: serial)
      case .call(let body): loop?.assumeIsolated { body($0) }
      }
    }
  }

  // MARK: After the end

  /// The loop has ended: from now on what is posted runs on a thread made for it, one at a time,
  /// so that nobody waits for ever on a loop that is gone.
  func close() {
    let left = inbox.withLock { inbox in
      inbox.isClosed = true
      return !inbox.items.isEmpty
    }
    if left { runAfterTheEnd() }
  }

  private func runAfterTheEnd() {
    let epilogue = { @Sendable [self] in
      takeOwnership()
      while true {
        let items = inbox.withLock { inbox in inbox.items }
        run(items)
        while !local.isEmpty { runLocal() }
        // Emptied only now: while it is not empty, nobody else starts such a thread.
        let isDone = inbox.withLock { inbox in
          inbox.items.removeFirst(items.count)
          if inbox.items.isEmpty { giveUpOwnership() }
          return inbox.items.isEmpty
        }
        if isDone { return }
      }
    }
    // Where there is no room for another thread, the caller's must do.
    do { try SystemThread(name: "loop-epilogue", epilogue).detach() } catch { epilogue() }
  }
}
