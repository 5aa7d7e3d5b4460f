import CLinux
import Glibc
import Sockets
import Testing

@Suite("Servers that start at the same time on one Unix socket", .serialized)
struct FolderLockTests {
  @Test("one waits while another is about to listen, and starts when that is done")
  func waits() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("s")
    let lock = FolderLock(around: .unix(path))
    let isListening = Locked(false)
    let thread = try SystemThread(name: "second") {
      let socket = try? ListeningSocket.open(.unix(path), ListeningOptions())
      isListening.withLock { $0 = socket != nil }
    }
    // It has come to the lock: the folder is open a second time.
    #expect(eventually { openings(of: folder.path) == 2 })
    #expect(!exists(path))
    lock.release()
    thread.join()
    #expect(isListening.withLock { $0 })
  }

  @Test("nobody who keeps the folder locked keeps a server from starting")
  func patienceEnds() throws {
    let folder = try TemporaryFolder()
    let endpoint = Endpoint.unix(folder.path("s"))
    let lock = FolderLock(around: endpoint)
    let other = FolderLock(around: endpoint, patience: .milliseconds(20))
    #expect(openings(of: folder.path) == 2)
    other.release()
    lock.release()
    #expect(openings(of: folder.path) == 0)
    FolderLock(around: endpoint, patience: .zero).release()
  }

  @Test("what makes no file, and a folder that is not there, need no lock")
  func nothingToLock() {
    for endpoint in [Endpoint.unix("@name"), .tcp("127.0.0.1", port: 0), .unix("/none/s")] {
      FolderLock(around: endpoint).release()
    }
  }

  @Test("of two that find a dead file, one gets it, and can be reached; the other hears of it")
  func oneWins() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("s")
    for _ in 0..<300 {
      unlink(path)
      do { _ = try ListeningSocket.open(.unix(path), ListeningOptions()) }
      #expect(try isRefused(try SocketAddress(unixPath: path), .unix(path)))
      let outcomes = Outcomes()
      let threads = try (0..<2).map { _ in
        try SystemThread(name: "starter") { outcomes.start(path) }
      }
      for thread in threads { thread.join() }
      #expect(outcomes.failures == [.addressInUse])
      let client = try newSocket(AF_UNIX, "connect to", .unix(path))
      #expect(Kernel().connect(client.rawValue, try SocketAddress(unixPath: path)) == .bytes(0))
      outcomes.close()
    }
  }

  /// How often this process has a folder open.
  private func openings(of path: String) -> Int {
    guard let table = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(table) }
    var count = 0
    while let entry = readdir(table) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      var target = [CChar](repeating: 0, count: 4096)
      let length = readlink("/proc/self/fd/\(name)", &target, target.count)
      guard length > 0 else { continue }
      let leads = target.prefix(length).map(UInt8.init(bitPattern:))
      if String(decoding: leads, as: UTF8.self) == path { count += 1 }
    }
    return count
  }
}

/// What became of servers that were started on threads of their own; they listen until the end.
private final class Outcomes: Sendable {
  private let sockets = Locked<[Int32]>([])
  private let errors = Locked<[Errno?]>([])

  var failures: [Errno?] { errors.withLock { $0 } }

  func start(_ path: String) {
    do throws(SocketError) {
      let socket = try ListeningSocket.open(.unix(path), ListeningOptions())
      // A copy that outlives the socket's owner.
      let copy = dup(socket.descriptor.rawValue)
      sockets.withLock { $0.append(copy) }
    } catch {
      errors.withLock { $0.append(error.errno) }
    }
  }

  func close() { sockets.withLock { for socket in $0 { Glibc.close(socket) } } }
}
