/// What is to happen at some time, earliest first: a binary heap, without a clock of its own.
///
/// Entries are never searched for: who no longer wants one remembers so itself and ignores it when
/// it comes up. That makes a deadline which is moved on at every message free.
struct TimerQueue {
  /// What an entry stands for.
  enum Purpose: Equatable {
    /// A timer made by the user of the loop, by number.
    case timer(UInt64)
    /// A deadline of a connection.
    case connection(ConnectionID)
    /// The end of a listener's back-off, by the listener's number.
    case listener(UInt64)
    /// The end of a drain.
    case drain
  }

  struct Entry: Equatable {
    /// When, in nanoseconds of the monotonic clock.
    let due: UInt64
    /// Ties are broken in the order of scheduling.
    let order: UInt64
    let purpose: Purpose

    fileprivate func isBefore(_ other: Entry) -> Bool {
      (due, order) < (other.due, other.order)
    }
  }

  private var heap: ContiguousArray<Entry> = []
  private var nextOrder: UInt64 = 0

  /// When the next entry is due, or `nil`.
  var next: UInt64? { heap.first?.due }

  var count: Int { heap.count }

  mutating func schedule(at due: UInt64, _ purpose: Purpose) {
    heap.append(Entry(due: due, order: nextOrder, purpose: purpose))
    nextOrder &+= 1
    siftUp(heap.count - 1)
  }

  /// Takes the next entry out if it is due.
  mutating func popDue(_ now: UInt64) -> Entry? {
    guard let first = heap.first, first.due <= now else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      siftDown(0)
    }
    return first
  }

  /// Drops the entries that nobody wants any more; called when they have become the most.
  mutating func keep(_ isWanted: (Entry) -> Bool) {
    heap.removeAll { !isWanted($0) }
    for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(index) }
  }

  private mutating func siftUp(_ start: Int) {
    var index = start
    while index > 0 {
      let parent = (index - 1) / 2
      guard heap[index].isBefore(heap[parent]) else { return }
      heap.swapAt(index, parent)
      index = parent
    }
  }

  private mutating func siftDown(_ start: Int) {
    var index = start
    while true {
      var least = index
      let left = 2 * index + 1
      let right = left + 1
      if left < heap.count, heap[left].isBefore(heap[least]) { least = left }
      if right < heap.count, heap[right].isBefore(heap[least]) { least = right }
      guard least != index else { return }
      heap.swapAt(index, least)
      index = least
    }
  }
}
