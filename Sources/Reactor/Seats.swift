import Synchronization

/// How many connections each loop of a group has, and how many all may have together.
///
/// Seats are taken on the thread that accepts, and nowhere else; they are given back on any. So
/// who finds a free one and takes it never exceeds the limit, without a lock.
package final class Seats: Sendable {
  private final class Row: Sendable {
    let taken = Atomic<Int>(0)
    let isClosed = Atomic<Bool>(false)
  }

  private let rows: [Row]
  /// Where the search for the shortest row begins: behind the one that was found last.
  private let next = Atomic<Int>(0)
  /// Whoever gives a seat back is to say so.
  private let isAwaited = Atomic<Bool>(false)
  package let limit: Int

  /// - Parameter rows: one per loop.
  package init(rows: Int, limit: Int) {
    self.rows = (0..<rows).map { _ in Row() }
    self.limit = limit
  }

  /// Those that are taken now.
  ///
  /// One that is given back meanwhile may still be counted, one that is taken is never missed.
  package var taken: Int {
    rows.reduce(0) { $0 + $1.taken.load(ordering: .sequentiallyConsistent) }
  }

  /// Takes a seat in the shortest row, and among equals in turn.
  ///
  /// - Returns: the number of the row.
  package func take() -> Int {
    let first = next.load(ordering: .relaxed)
    var best = 0
    var least = Int.max
    for offset in 0..<rows.count {
      let number = (first + offset) % rows.count
      let row = rows[number]
      let taken = row.taken.load(ordering: .relaxed)
      if taken < least, !row.isClosed.load(ordering: .relaxed) {
        best = number
        least = taken
      }
    }
    next.store((best + 1) % rows.count, ordering: .relaxed)
    rows[best].taken.add(1, ordering: .sequentiallyConsistent)
    return best
  }

  /// Gives a seat back.
  ///
  /// - Returns: whether somebody waits for it, and has to be told.
  package func giveBack(_ number: Int) -> Bool {
    rows[number].taken.subtract(1, ordering: .sequentiallyConsistent)
    // Read first: an exchange would take the cache line from the other loops at every end.
    guard isAwaited.load(ordering: .sequentiallyConsistent) else { return false }
    return isAwaited.exchange(false, ordering: .sequentiallyConsistent)
  }

  /// Has the next one who gives a seat back tell.
  ///
  /// Call it *before* looking at `taken`: a seat that is given back between the two is then either
  /// seen or told of.
  package func tellOfNext() { isAwaited.store(true, ordering: .sequentiallyConsistent) }

  /// Takes nobody to that row any more: its loop has ended.
  package func close(_ number: Int) { rows[number].isClosed.store(true, ordering: .relaxed) }
}
