import CLinux
import EchoProtocol
import Glibc
import Reactor
import Sockets
import TestSupport
import Testing

@testable import EchoServers

/// Clients that come, leave and are cut, in every order.
struct ClientTableTests {
  private static func table(_ limit: Int) throws -> (ClientTable, BlockingContext) {
    let context = try BlockingContext(EchoServerConfiguration(), limit: limit)
    return (try ClientTable(context), context)
  }

  /// A socket that something may be done to.
  private static func socket() throws -> Descriptor {
    let fd = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    try #require(fd >= 0)
    return Descriptor(owning: fd)
  }

  @Test func aSlotIsUsedAgainAndANumberNever() throws {
    let (table, _) = try Self.table(1)
    let socket = try Self.socket()
    var numbers: Set<UInt64> = []
    // With one slot, a second one would trap.
    for _ in 0..<100 {
      let entry = try #require(table.enter(socket.rawValue))
      numbers.insert(entry.number)
      table.leave(entry.number, .finished)
    }
    #expect(numbers.count == 100)
    #expect(table.count == 0)
  }

  @Test func whoIsWithdrawnIsNotCountedAndGivesItsSlotBack() throws {
    let (table, context) = try Self.table(1)
    let socket = try Self.socket()
    for _ in 0..<3 {
      let entry = try #require(table.enter(socket.rawValue))
      table.withdraw(entry.number)
    }
    #expect(context.counters[.closed] == 0)
    #expect(table.count == 0)
  }

  /// The slots of those who were cut are not free while their threads may still write there.
  @Test func nobodyEntersOnceAllAreCut() throws {
    let (table, context) = try Self.table(2)
    let socket = try Self.socket()
    let before = try (0..<2).map { _ in try #require(table.enter(socket.rawValue)) }
    context.counters.raise(.isCut)
    table.cutAll()
    #expect(table.enter(socket.rawValue) == nil)
    #expect(table.stragglers == 2)
    for entry in before { table.leave(entry.number, .finished) }
    #expect(table.enter(socket.rawValue) == nil)
    #expect(table.stragglers == 0)
  }

  @Test func whoIsCutTwiceIsCountedOnce() throws {
    let (table, context) = try Self.table(3)
    let socket = try Self.socket()
    for _ in 0..<3 { _ = table.enter(socket.rawValue) }
    context.counters.raise(.isCut)
    table.cutAll()
    table.cutAll()
    #expect(context.counters[.aborted] == 3 && context.counters[.closed] == 3)
    #expect(table.stragglers == 3 && table.count == 0)
  }

  /// Each is counted once, as what came first, and nothing is done to a descriptor behind it.
  @Test func leavingAndBeingCutAtTheSameTime() async throws {
    for _ in 0..<20 {
      let (table, context) = try Self.table(8)
      _ = try await onThreads(9) { number in
        guard number > 0 else {
          context.counters.raise(.isCut)
          return table.cutAll()
        }
        let socket = try Self.socket()
        guard let entry = table.enter(socket.rawValue) else {
          return context.counters.count(.aborted)
        }
        table.serve(entry.number)
        table.leave(entry.number, .finished)
      }
      #expect(context.counters[.closed] == 8)
      #expect(table.count == 0 && table.stragglers == 0)
    }
  }

  @Test func whoeverWatchesIsCalledWhenOneLeaves() throws {
    let (table, _) = try Self.table(2)
    let socket = try Self.socket()
    let first = try #require(table.enter(socket.rawValue))
    table.leave(first.number, .finished)
    #expect(!PollSet.isReadable(table.left.fd))
    let second = try #require(table.enter(socket.rawValue))
    table.watch(true)
    table.leave(second.number, .finished)
    #expect(PollSet.isReadable(table.left.fd))
    table.left.clear()
    #expect(!PollSet.isReadable(table.left.fd))
  }
}
