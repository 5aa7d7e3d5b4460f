import CLinux
import Sockets
import Testing

@Suite("ListeningSocket on a Unix socket")
struct UnixListeningTests {
  @Test("the file is made, and removed when asked")
  func fileComesAndGoes() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("s")
    let socket = try open(path)
    let endpoint = socket.endpoint
    #expect(endpoint == .unix(path))
    #expect(exists(path))
    let made = socket.file
    let file = try #require(made)
    file.remove()
    #expect(!exists(path))
    file.remove()
  }

  @Test("a successor's file at the same path is left alone")
  func successor() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("s")
    let first = try open(path)
    try #require(unlink(path) == 0)
    let second = try open(path)
    first.file?.remove()
    #expect(exists(path))
    second.file?.remove()
    #expect(!exists(path))
  }

  @Test("the file of a dead server is replaced")
  func stale() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("s")
    do { _ = try open(path) }
    let former = try SocketAddress(unixPath: path)
    #expect(try isRefused(former, .unix(path)))
    let again = try open(path)
    let client = try newSocket(AF_UNIX, "connect to", again.endpoint)
    let address = try SocketAddress(unixPath: path)
    #expect(Kernel().connect(client.rawValue, address) == .bytes(0))
  }

  @Test("the file of a living server is left alone")
  func living() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("s")
    let first = try open(path)
    let error = try socketError { () throws(SocketError) in
      try ListeningSocket.open(.unix(path), ListeningOptions())
    }
    #expect(error.errno == .addressInUse)
    #expect(error.hint == "another server answers there")
    #expect(exists(path))
    #expect(first.descriptor.rawValue >= 0)
  }

  @Test("a file that is no socket is left alone")
  func plainFile() throws {
    let folder = try TemporaryFolder()
    folder.write("notes", "mine")
    let error = try socketError { () throws(SocketError) in
      try ListeningSocket.open(.unix(folder.path("notes")), ListeningOptions())
    }
    #expect(error.errno == nil)
    #expect(error.reason == "a file that is not a socket is in the way")
    #expect(exists(folder.path("notes")))
  }

  @Test("a folder that is not there")
  func missingFolder() throws {
    let folder = try TemporaryFolder()
    let error = try socketError { () throws(SocketError) in
      try ListeningSocket.open(.unix(folder.path("none/s")), ListeningOptions())
    }
    #expect(error.errno == .noSuchFile)
  }

  @Test("a folder that may not be written to: an error with a hint, except to root")
  func forbiddenFolder() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("s")
    chmod(folder.path, 0o500)
    defer { chmod(folder.path, 0o700) }
    if geteuid() == 0 {
      let socket = try open(path)
      let endpoint = socket.endpoint
      #expect(endpoint == .unix(path))
    } else {
      let error = try socketError { () throws(SocketError) in
        try ListeningSocket.open(.unix(path), ListeningOptions())
      }
      #expect(error.errno == .accessDenied)
      #expect(error.hint == "ports below 1024 and foreign folders need privileges")
    }
  }

  @Test("an abstract name makes no file, and is taken while its server lives")
  func abstract() throws {
    let name = "@swiftlet-test-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    let first = try open(name)
    #expect(first.endpoint == .unix(name))
    #expect(!exists(name))
    let error = try socketError { () throws(SocketError) in
      try ListeningSocket.open(.unix(name), ListeningOptions())
    }
    #expect(error.errno == .addressInUse)
    #expect(first.descriptor.rawValue >= 0)
  }

  private func open(_ path: String) throws -> ListeningSocket {
    try ListeningSocket.open(.unix(path), ListeningOptions())
  }
}
