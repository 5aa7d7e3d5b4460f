import Foundation
import Testing

/// Clients that others wrote.
///
/// One that is missing fails its test, and says which package has it.
struct RealClientTests {
  static let lines = [
    "nc -N 127.0.0.1 $PORT <$FILE",
    "socat -t 600 - TCP4:127.0.0.1:$PORT <$FILE",
    "ncat 127.0.0.1 $PORT <$FILE",
  ]
  private static let packages = ["nc": "netcat-openbsd", "socat": "socat", "ncat": "ncat"]

  @Test(arguments: lines, ["reactor", "async"])
  func twentyMegabytesComeBack(_ line: String, _ model: String) async throws {
    let program = String(line.prefix { $0 != " " })
    let found = try await Swiftlet.shell("command -v \(program)")
    try #require(
      found.status == 0,
      "\(program) is missing: make deps, or apt-get install \(Self.packages[program] ?? program)")
    let server = try await Swiftlet.serve("127.0.0.1:0", "--model", model)
    let file = temporaryPath("20MB")
    defer { try? FileManager.default.removeItem(atPath: file) }
    let outcome = try await Swiftlet.shell(
      """
      set -e -o pipefail; PORT=\(server.port); FILE='\(file)'
      head -c 20000000 /dev/urandom >$FILE
      sha256sum <$FILE
      timeout 500 \(line) | sha256sum
      """)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let sums = outcome.text.split(separator: "\n")
    #expect(sums.count == 2 && sums[0] == sums[1], "\(outcome.text)")
    #expect(await server.terminate().status == 0)
  }

  @Test(arguments: ["reactor", "async"])
  func pythonsSocketModule(_ model: String) async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0", "--framing", "line", "--model", model)
    let script = """
      import socket
      s = socket.create_connection(('127.0.0.1', \(server.port)), 300)
      data = b''.join(b'line %d\\n' % n for n in range(200)) + b'no end'
      for byte in data: s.send(bytes([byte]))
      s.shutdown(socket.SHUT_WR)
      back = b''
      while True:
        more = s.recv(7)
        if not more: break
        back += more
      print('same' if back == data else back)
      """
    let child = try ChildProcess("python3", ["-c", script])
    try child.feed([])
    let outcome = await child.outcome()
    #expect(outcome.text == "same\n", "\(outcome.errors) (python3 is in the package python3)")
    #expect(await server.terminate().status == 0)
  }
}
