/// Who sends again when a think time is over: as all think equally long, whoever began first is
/// through first.
struct ThinkQueue {
  private let thinkTime: UInt64
  private var ring: [(due: UInt64, slot: Int32)]
  private var head = 0
  private var count = 0

  /// - Parameters:
  ///   - thinkTime: in nanoseconds.
  ///   - places: how many can think at once; more are made as they are needed.
  init(_ thinkTime: UInt64, places: Int) {
    self.thinkTime = thinkTime
    ring = Array(repeating: (0, 0), count: max(1, min(places, 1024)))
  }

  /// When the first is through, in nanoseconds; `nil`: nobody thinks.
  var next: UInt64? { count > 0 ? ring[head].due : nil }

  /// Somebody begins to think about replies, one message each.
  mutating func add(_ slot: Int, _ replies: Int, _ now: UInt64) {
    for _ in 0..<replies {
      if count == ring.count { grow() }
      ring[(head + count) % ring.count] = (now &+ thinkTime, Int32(truncatingIfNeeded: slot))
      count += 1
    }
  }

  /// Takes one who is through.
  mutating func take(_ now: UInt64) -> Int? {
    guard count > 0, ring[head].due <= now else { return nil }
    defer {
      head = (head + 1) % ring.count
      count -= 1
    }
    return Int(ring[head].slot)
  }

  private mutating func grow() {
    ring = (0..<count).map { ring[(head + $0) % ring.count] }
    ring += Array(repeating: (0, 0), count: ring.count)
    head = 0
  }
}
