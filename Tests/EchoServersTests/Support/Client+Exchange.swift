import Measurement
import Sockets

extension Client {
  /// Sends in pieces of random sizes while it reads on another thread, half-closes, and reads to
  /// the end: both directions are busy at once, as with a client that never waits.
  func exchange(_ request: [UInt8], seed: UInt64, largest: Int = 5000) throws -> [UInt8] {
    let failure = Box<(any Error)?>(nil)
    let writer = try SystemThread(name: "client-writer") {
      var random = SplitMix64(seed: seed)
      var sent = 0
      do {
        while sent < request.count {
          let size = random.pick(1...random.pick(1...largest))
          let end = min(request.count, sent + size)
          try self.send(Array(request[sent..<end]))
          sent = end
        }
        try self.finish()
      } catch {
        failure.value = error
      }
    }
    defer { writer.join() }
    return try readToEnd()
  }
}
