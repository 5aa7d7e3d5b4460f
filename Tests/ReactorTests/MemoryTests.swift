import Testing

@testable import Reactor

@Suite("OutputQueue, BlockPool and Ring")
struct MemoryTests {
  @Test("what goes in comes out, in order, whatever the splits", arguments: seeds(0..<50))
  func outputQueue(_ seed: UInt64) {
    var random = SeededRandom(seed)
    let pool = BlockPool()
    var queue: OutputQueue? = OutputQueue(pool)
    var (written, taken) = (0, 0)
    for _ in 0..<100 {
      if random.oneIn(2) {
        let count = random.oneIn(5) ? random.below(3 * Block.size) : 1 + random.below(5000)
        Pattern.withBytes(from: written, count) { queue!.append($0) }
        written += count
      } else if !queue!.isEmpty {
        let front = queue!.front
        #expect(front.count > 0 && front.count <= Block.size)
        let count = random.oneIn(2) ? front.count : 1 + random.below(front.count)
        #expect(Pattern.matches(front.prefix(count), from: taken))
        queue!.consume(count)
        taken += count
      }
      #expect(queue!.isEmpty == (written == taken))
      #expect(pool.inUse <= (written - taken) / Block.size + 2)
    }
    queue = nil
    #expect(pool.inUse == 0)
    pool.clear()
  }

  @Test("an empty queue holds no memory")
  func emptyQueue() {
    let pool = BlockPool()
    let queue = OutputQueue(pool)
    #expect(queue.front.isEmpty)
    [UInt8](repeating: 1, count: 10).withUnsafeBytes { queue.append($0) }
    #expect(pool.inUse == 1)
    queue.consume(10)
    #expect(pool.inUse == 0)
    pool.clear()
  }

  @Test("the block put back last is taken first; after the end none is kept")
  func blockPool() {
    let pool = BlockPool()
    weak var last: Block?
    do {
      let (one, other) = (pool.take(), pool.take())
      one.recycle()
      other.recycle()
      last = other
      let again = pool.take()
      #expect(again === other)
      #expect(pool.inUse == 1)
      pool.clear()
      again.recycle()
    }
    #expect(last == nil, "a loop that has ended must not keep pool and block alive by each other")
    #expect(pool.inUse == 0)
  }

  @Test("a ring agrees with an array", arguments: seeds(0..<50))
  func ring(_ seed: UInt64) {
    var random = SeededRandom(seed)
    var ring = Ring<Int>()
    var reference: [Int] = []
    for number in 0..<500 {
      if random.below(5) < 3 {
        ring.append(number)
        reference.append(number)
      } else {
        #expect(ring.popFirst() == (reference.isEmpty ? nil : reference.removeFirst()))
      }
      #expect(ring.count == reference.count)
    }
  }
}
