import CLinux
import Glibc
import Testing

@testable import swiftlet

/// Report files: opened early, whole or not at all.
@Suite struct ReportFileTests {
  /// A folder that goes away with the test.
  private final class Folder {
    let path: String

    init() throws {
      var name = Array("/tmp/swiftlet-report-XXXXXX".utf8CString)
      path = try #require(mkdtemp(&name).map { String(cString: $0) })
    }

    deinit {
      for name in names { unlink("\(path)/\(name)") }
      rmdir(path)
    }

    var names: [String] {
      guard let folder = opendir(path) else { return [] }
      defer { closedir(folder) }
      var names: [String] = []
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
      }
      return names.sorted()
    }

    func text(_ name: String) throws -> String {
      String(decoding: try InputFile.bytes(of: "\(path)/\(name)"), as: UTF8.self)
    }
  }

  @Test func aFileAppearsWhenAllOfItIsThere() throws {
    let folder = try Folder()
    let file = try ReportFile(creating: "\(folder.path)/a")
    #expect(!folder.names.contains("a"))
    try file.write("new")
    #expect(folder.names == ["a"])
    #expect(try folder.text("a") == "new")
  }

  @Test func whatWasThereStaysUntilThen() throws {
    let folder = try Folder()
    try ReportFile(creating: "\(folder.path)/a").write("old")
    chmod("\(folder.path)/a", 0o600)
    let file = try ReportFile(creating: "\(folder.path)/a")
    #expect(try folder.text("a") == "old")
    try file.write("new")
    #expect(try folder.text("a") == "new")
    var status = stat()
    stat("\(folder.path)/a", &status)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func aRunThatIsAbortedLeavesNothingBehind() throws {
    let folder = try Folder()
    do { _ = try ReportFile(creating: "\(folder.path)/a") }
    #expect(folder.names == [])
    let file = try ReportFile(creating: "\(folder.path)/a")
    file.discard()
    #expect(folder.names == [])
  }

  @Test func aLinkStaysALink() throws {
    let folder = try Folder()
    try ReportFile(creating: "\(folder.path)/a").write("old")
    symlink("a", "\(folder.path)/link")
    try ReportFile(creating: "\(folder.path)/link").write("new")
    #expect(folder.names == ["a", "link"])
    #expect(try folder.text("a") == "new")
    var status = stat()
    lstat("\(folder.path)/link", &status)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test func aDeviceIsWrittenAsItIs() throws {
    try ReportFile(creating: "/dev/null").write("anything")
    var status = stat()
    stat("/dev/null", &status)
    #expect(status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test func aPipeIsWrittenAsItIs() throws {
    var ends: [CInt] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    try ReportFile(creating: "/dev/fd/\(ends[1])").write("through")
    var bytes = [UInt8](repeating: 0, count: 16)
    #expect(read(ends[0], &bytes, bytes.count) == 7)
    #expect(String(decoding: bytes.prefix(7), as: UTF8.self) == "through")
  }

  @Test func twoNamesOfOneFileDoNotMix() throws {
    let folder = try Folder()
    let one = try ReportFile(creating: "\(folder.path)/a")
    let other = try ReportFile(creating: "\(folder.path)/./a")
    try one.write("first, and longer")
    try other.write("second")
    #expect(folder.names == ["a"])
    #expect(try folder.text("a") == "second")
  }

  @Test func aFullDiskIsSaid() throws {
    let file = try ReportFile(creating: "/dev/full")
    let error = #expect(throws: CommandError.self) { try file.write("anything") }
    #expect(error?.message == "cannot write '/dev/full': No space left on device")
    #expect(error?.status == .unavailable)
  }

  @Test(arguments: ["/nonexistent/a", "/tmp", "/proc/a"]) func whatCannotBeIsSaidEarly(
    _ path: String
  ) {
    let error = #expect(throws: CommandError.self) { _ = try ReportFile(creating: path) }
    #expect(error?.status == .unavailable)
    #expect(error?.message.hasPrefix("cannot create '\(path)': ") == true)
  }
}
