/// Output that the kernel has not taken yet, in order.
///
/// Exists only while there is some. Loop-confined.
final class OutputQueue {
  private var blocks: ContiguousArray<Block> = []
  /// The first byte not yet written, in the first block.
  private var head = 0
  /// Behind the last byte queued, in the last block.
  private var tail = 0
  private let pool: BlockPool

  init(_ pool: BlockPool) { self.pool = pool }

  deinit { for block in blocks { block.recycle() } }

  /// Copies bytes to the end.
  func append(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes
    while !rest.isEmpty {
      if blocks.isEmpty || tail == Block.size {
        blocks.append(pool.take())
        tail = 0
      }
      let count = min(rest.count, Block.size - tail)
      blocks[blocks.count - 1].base.advanced(by: tail)
        .copyMemory(from: rest.baseAddress!, byteCount: count)
      tail += count
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// The contiguous bytes that are to be written next; empty only if the queue is.
  var front: UnsafeRawBufferPointer {
    guard let first = blocks.first else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let end = blocks.count == 1 ? tail : Block.size
    return UnsafeRawBufferPointer(start: first.base.advanced(by: head), count: end - head)
  }

  /// Forgets bytes of the front that the kernel has taken.
  func consume(_ count: Int) {
    head += count
    let end = blocks.count == 1 ? tail : Block.size
    guard head == end, let first = blocks.first else { return }
    first.recycle()
    blocks.removeFirst()
    head = 0
    if blocks.isEmpty { tail = 0 }
  }

  var isEmpty: Bool { blocks.isEmpty }
}
