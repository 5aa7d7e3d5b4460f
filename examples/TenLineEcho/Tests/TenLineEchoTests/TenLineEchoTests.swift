import Foundation
import Reactor
import Testing

/// Runs the example as its user does: starts it, talks to it, sends it SIGTERM.
@Test(.timeLimit(.minutes(10)))
func echoesUntilToldToEnd() async throws {
  let server = Process()
  let output = Pipe()
  // The test runner lies beside the example.
  server.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("TenLineEcho")
  server.arguments = ["127.0.0.1:0"]
  server.standardOutput = output
  try server.run()
  defer { if server.isRunning { server.interrupt() } }
  var lines = LineReader(output.fileHandleForReading)

  let first = lines.next()
  let announcement = try #require(first)
  let endpoint = try Endpoint(parsing: String(announcement.dropFirst("listening on ".count)))

  let loop = try EventLoop.spawn(name: "client")
  let echoed = try await loop.connect(to: endpoint) { connection in
    try await connection.write("hello\n")
    connection.finishOutput()
    var echoed: [UInt8] = []
    while let bytes = try await connection.read() { echoed += bytes.array() }
    return echoed
  }
  await loop.stop()
  #expect(String(decoding: echoed, as: UTF8.self) == "hello\n")

  server.terminate()
  let last = lines.next()
  let farewell = try #require(last)
  #expect(farewell.hasPrefix("drained "))
  server.waitUntilExit()
  #expect(server.terminationReason == .exit)
  #expect(server.terminationStatus == 0)
}

/// The lines of a pipe; waits until there is one.
private struct LineReader {
  private let handle: FileHandle
  private var buffer = ""

  init(_ handle: FileHandle) { self.handle = handle }

  mutating func next() -> String? {
    while true {
      if let end = buffer.firstIndex(of: "\n") {
        defer { buffer.removeSubrange(...end) }
        return String(buffer[..<end])
      }
      let data = handle.availableData
      guard !data.isEmpty else { return nil }
      buffer += String(decoding: data, as: UTF8.self)
    }
  }
}
