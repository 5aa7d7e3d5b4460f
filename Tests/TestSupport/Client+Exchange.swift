import CLinux
import Measurement
import Sockets
import Synchronization

extension Client {
  /// Sends in pieces of random sizes while it reads on another thread, half-closes, and reads to
  /// the end: both directions are busy at once.
  package func exchange(_ request: [UInt8], seed: UInt64, largest: Int = 5000) throws -> [UInt8] {
    let writing = try Writing(self, request, seed: seed, largest: largest)
    defer { writing.thread.join() }
    return try readToEnd()
  }

  /// Sends all of it, half-closes, and only then reads to the end.
  ///
  /// A server need not take so much from a peer that reads nothing: who is stuck for seconds begins
  /// to read.
  package func exchangeLate(_ request: [UInt8]) throws -> [UInt8] {
    let writing = try Writing(self, request, seed: 0, largest: request.count)
    defer { writing.thread.join() }
    for _ in 0..<2000 where !writing.progress.isOver { usleep(1000) }
    return try readToEnd()
  }

  private final class Progress: Sendable {
    private let value = Atomic<Bool>(false)
    var isOver: Bool { value.load(ordering: .relaxed) }
    func end() { value.store(true, ordering: .relaxed) }
  }

  /// A thread that sends; what it cannot send is missed by who reads.
  private struct Writing {
    let progress: Progress
    let thread: SystemThread

    init(_ client: Client, _ request: [UInt8], seed: UInt64, largest: Int) throws {
      let progress = Progress()
      self.progress = progress
      thread = try SystemThread(name: "client-writer") {
        var random = SplitMix64(seed: seed)
        var sent = 0
        while sent < request.count {
          let size = random.pick(1...random.pick(1...largest))
          let end = min(request.count, sent + size)
          guard (try? client.send(Array(request[sent..<end]))) != nil else { break }
          sent = end
        }
        try? client.finish()
        progress.end()
      }
    }
  }
}
