import CLinux
import Testing

@testable import Sockets

@Suite("Processes", .timeLimit(.minutes(10)))
struct ProcessTests {
  @Test("a signal is named, one without a name numbered")
  func signals() {
    #expect(SignalName.of(SIGSEGV) == "SIGSEGV" && SignalName.of(SIGKILL) == "SIGKILL")
    #expect(SignalName.of(40) == "signal 40")
  }

  @Test("a program is started with the descriptors it is given, and none besides")
  func descriptors() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe2(&ends, O_CLOEXEC) == 0)
    // It would be inherited, if anything were.
    let other = dup(ends[1])
    let pid = try ProcessSpawn.start(
      ["sh", "-c", "cat; ls /proc/$$/fd; true"], descriptors: [nil, ends[1], nil])
    for fd in [ends[1], other] { close(fd) }
    defer { close(ends[0]) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 256)
    while case let count = read(ends[0], &buffer, buffer.count), count > 0 {
      text += buffer[..<count]
    }
    var status: Int32 = 0
    #expect(waitpid(pid, &status, 0) == pid && status == 0)
    #expect(String(decoding: text, as: UTF8.self) == "0\n1\n2\n")
  }

  @Test("a program that is not there")
  func missing() {
    #expect(throws: Errno.noSuchFile) {
      try ProcessSpawn.start(["swiftlet-is-not-here"], descriptors: [nil, nil, nil])
    }
  }
}
