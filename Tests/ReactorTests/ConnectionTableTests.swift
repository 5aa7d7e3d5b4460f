import CLinux
import Glibc
import Sockets
import Testing

@testable import Reactor

@Suite("ConnectionTable")
struct ConnectionTableTests {
  private let core = LoopCore(base: nil, kernel: Kernel())

  private func connect() -> Connection {
    let settings = ConnectionSettings(ConnectionOptions(), transport: core.kernel)
    return Connection(
      Descriptor(owning: open("/dev/null", O_RDWR | O_CLOEXEC)), core, settings)
  }

  private func end(_ connection: Connection) {
    connection.abort()
    #expect(!core.endPass())
  }

  @Test("a slot is used again, its generation never")
  func generations() {
    let first = connect()
    let id = first.id
    #expect(core.connections[id] === first)
    end(first)
    #expect(core.connections[id] == nil)
    let second = connect()
    #expect(second.id.slot == id.slot)
    #expect(second.id.generation == id.generation + 1)
    #expect(core.connections[id] == nil, "a late answer finds nobody, not a stranger")
    #expect(core.connections[second.id] === second)
    end(second)
    #expect(core.connections.count == 0)
  }

  @Test("names that were never given find nobody")
  func strangers() {
    #expect(core.connections[ConnectionID(slot: 5, generation: 0)] == nil)
    let connection = connect()
    #expect(core.connections[ConnectionID(slot: connection.id.slot, generation: 9)] == nil)
    end(connection)
  }

  @Test("a name survives its packed form")
  func packed() {
    let id = ConnectionID(slot: .max - 1, generation: 0x8000_0001)
    #expect(ConnectionID(packed: id.packed) == id)
    #expect("\(ConnectionID(slot: 3, generation: 7))" == "#3.7")
  }

  @Test("the list of all is as it was when it was asked for")
  func all() {
    let connections = (0..<5).map { _ in connect() }
    for connection in core.connections.all { connection.abort() }
    #expect(core.connections.count == 5, "they go behind the pass")
    #expect(!core.endPass())
    #expect(core.connections.count == 0)
    #expect(connections.allSatisfy { $0.closeReason == .aborted })
  }

  @Test("an address is only the connection's own while it is open")
  func address() throws {
    var pair: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
    defer { close(pair[1]) }
    let settings = ConnectionSettings(ConnectionOptions(), transport: core.kernel)
    let connection = Connection(Descriptor(owning: pair[0]), core, settings)
    #expect(try connection.localEndpoint() == .unix(""))
    end(connection)
    // Its number is free, and may be a stranger's by now.
    #expect(throws: Errno(rawValue: ENOTCONN)) { try connection.localEndpoint() }
    #expect(throws: Errno(rawValue: ENOTCONN)) { try connection.remoteEndpoint() }
  }
}
