import CLinux
import Glibc
import Sockets
import Testing

/// A folder that exists for the length of one test.
struct TemporaryFolder: ~Copyable {
  let path: String

  init() throws {
    let root = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(root)/swiftlet-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) != nil }
    try #require(made)
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  /// A path in it.
  func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Puts a plain file there.
  func write(_ name: String, _ text: String = "") {
    let fd = open(path(name), O_CREAT | O_WRONLY, 0o600)
    _ = Array(text.utf8).withUnsafeBytes { Glibc.write(fd, $0.baseAddress, $0.count) }
    close(fd)
  }

  deinit {
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { unlink(path(name)) }
    }
    closedir(folder)
    rmdir(path)
  }
}

/// Whether a file is there.
func exists(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0
}

/// Two sockets that are connected to each other, blocking.
struct SocketPair: ~Copyable {
  let one: Descriptor
  let other: Descriptor

  init() throws {
    var pair: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    try #require(socketpair(AF_UNIX, kind, 0, &pair) == 0)
    one = Descriptor(owning: pair[0])
    other = Descriptor(owning: pair[1])
  }

  /// Closes one end and returns the other.
  consuming func closingOther() -> Descriptor { one }
}

/// Whether something comes to be so within minutes; for what nobody can be asked to tell.
///
/// A child that another test is just starting holds a copy of every descriptor until its exec: what
/// was closed here is not closed for others before that.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<150_000 {
    if try condition() { return true }
    usleep(2_000)
  }
  return false
}

/// Whether nobody is let in at an address any more.
func isRefused(_ address: SocketAddress, _ endpoint: Endpoint) throws -> Bool {
  try eventually {
    let client = try newSocket(address.family, "connect to", endpoint)
    setBlocking(client.rawValue, true)
    return Kernel().connect(client.rawValue, address) == .failed(.connectionRefused)
  }
}

/// Makes calls on it block, or not.
func setBlocking(_ fd: Int32, _ blocking: Bool) {
  let flags = fcntl(fd, F_GETFL)
  _ = fcntl(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK)
}

/// What an operation on sockets throws; fails the test if it throws nothing.
func socketError<R: ~Copyable>(
  _ body: () throws(SocketError) -> R, _ location: SourceLocation = #_sourceLocation
) throws -> SocketError {
  do {
    _ = try body()
  } catch {
    return error
  }
  Issue.record("nothing was thrown", sourceLocation: location)
  throw SocketError("test", "nothing", reason: "nothing was thrown")
}
