/// A block of memory for bytes on their way.
///
/// Loop-confined.
final class Block {
  /// 64 KiB: what one receive takes at most, and a multiple of what sockets hand over at a time.
  static let size = 64 * 1024

  let base: UnsafeMutableRawPointer
  private let pool: BlockPool

  fileprivate init(_ pool: BlockPool) {
    self.pool = pool
    base = .allocate(byteCount: Block.size, alignment: 64)
  }

  deinit { base.deallocate() }

  /// Puts it back for the next user.
  @inline(__always)
  func recycle() { pool.recycle(self) }
}

/// The blocks of a loop that nobody uses just now.
///
/// The last one put back is the first one taken, because it is still in the processor's cache;
/// and a bounded number is kept, so that one busy moment does not hold its memory for ever.
final class BlockPool {
  /// At most 4 MiB lie idle.
  private static let keep = 64

  @exclusivity(unchecked) private var free: ContiguousArray<Block> = []
  @exclusivity(unchecked) private(set) var inUse = 0
  /// The loop has ended: whatever comes back now would keep pool and block alive by each other.
  private var isClosed = false

  @inline(__always)
  func take() -> Block {
    inUse += 1
    return free.popLast() ?? Block(self)
  }

  @inline(__always)
  fileprivate func recycle(_ block: Block) {
    inUse -= 1
    if free.count < Self.keep, !isClosed { free.append(block) }
  }

  /// Breaks the circle of pool and idle blocks; called when the loop ends.
  func clear() {
    isClosed = true
    free.removeAll()
  }
}
