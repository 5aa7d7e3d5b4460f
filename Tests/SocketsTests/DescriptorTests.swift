import CLinux
import Glibc
import Sockets
import Testing

@Suite("Descriptor")
struct DescriptorTests {
  private func isAtEnd(_ fd: Int32) -> Bool {
    var byte: UInt8 = 0
    return recv(fd, &byte, 1, Int32(MSG_DONTWAIT)) == 0
  }

  @Test("closes when its owner lets go of it")
  func closes() throws {
    let pair = try SocketPair()
    #expect(!isAtEnd(pair.one.rawValue))
    let one = pair.closingOther()
    let fd = one.rawValue
    #expect(eventually { isAtEnd(fd) })
  }

  @Test("released, it stays open and is somebody else's to close")
  func releases() throws {
    let fd = dup(STDERR_FILENO)
    let descriptor = Descriptor(owning: fd)
    let number = descriptor.release()
    #expect(number == fd)
    #expect(fcntl(number, F_GETFD) >= 0)
    #expect(close(number) == 0)
  }

  @Test("a negative number is no descriptor")
  func negative() async {
    await #expect(processExitsWith: .failure) { _ = Descriptor(owning: -1) }
  }

  @Test("the limits of open files make sense")
  func limits() {
    #expect(OpenFileLimit.current > 0)
    #expect(OpenFileLimit.maximum >= OpenFileLimit.current)
  }

  @Test("the clock does not go back, and durations are clamped")
  func clock() {
    let first = MonotonicClock.nanoseconds
    #expect(MonotonicClock.nanoseconds >= first)
    #expect(Duration.milliseconds(1500).nanosecondsClamped == 1_500_000_000)
    #expect(Duration.seconds(-1).nanosecondsClamped == 0)
    #expect(Duration.nanoseconds(-1).nanosecondsClamped == 0)
    #expect(Duration.seconds(Int64.max).nanosecondsClamped == UInt64(Int64.max))
    #expect(Duration.seconds(9_000_000_000).nanosecondsClamped == UInt64(Int64.max))
  }
}
