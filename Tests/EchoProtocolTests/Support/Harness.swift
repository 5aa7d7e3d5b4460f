@testable import EchoProtocol

/// A session with its sink and workspace, spoken to in text.
final class Harness {
  let configuration: EchoConfiguration
  var session: EchoSession
  var sink = TestSink()
  var workspace = EchoWorkspace()

  init(_ framing: Framing, _ chain: TransformChain, limit: Int = 1024) throws {
    configuration = try EchoConfiguration(
      framing: framing, chain: chain, maximumFrameBytes: limit)
    session = EchoSession(configuration)
  }

  convenience init(_ framing: Framing, _ chain: String = "identity", limit: Int = 1024) throws {
    try self.init(framing, TransformChain(parsing: chain), limit: limit)
  }

  func receive(_ bytes: [UInt8]) -> EchoStatus {
    session.receive(bytes.span.bytes, into: &sink, using: &workspace)
  }

  func receive(_ text: String) -> EchoStatus { receive(Array(text.utf8)) }

  func resume() -> EchoStatus { session.resume(into: &sink, using: &workspace) }

  func inputEnded() -> EchoStatus { session.inputEnded(into: &sink, using: &workspace) }

  /// Runs the accepted job at an index and brings it back.
  func complete(_ index: Int = 0) -> EchoStatus {
    var job = sink.jobs.remove(at: index)
    job.run()
    return session.complete(job, into: &sink, using: &workspace)
  }

  /// What was replied since the last time this was asked.
  func replied() -> String {
    defer { sink.output = [] }
    return String(decoding: sink.output, as: UTF8.self)
  }

  // The session and the workspace cannot be copied, and `#expect` copies what it looks into.
  var status: EchoStatus { session.status }
  var jobsInWork: UInt32 { session.jobsInWork }
  var isBetweenFrames: Bool { session.isBetweenFrames }
  var bufferedBytes: Int { session.bufferedBytes }
  var heldCapacity: Int { session.held.capacity }
  var repliesCapacity: Int { workspace.replies.capacity }
  var frameCapacity: Int { workspace.frame.capacity }

  /// Whether the session holds no memory beyond itself.
  var ownsNoBuffer: Bool {
    session.held.capacity == 0 && session.finished.capacity == 0
  }
}

/// A length frame as text.
func framed(_ payload: String, announced: UInt32? = nil) -> [UInt8] {
  let length = announced ?? UInt32(payload.utf8.count)
  return (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + Array(payload.utf8)
}
