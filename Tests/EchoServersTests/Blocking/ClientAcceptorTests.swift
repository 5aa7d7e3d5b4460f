import EchoProtocol
import Reactor
import Sockets
import TestSupport
import Testing

@testable import EchoServers

/// Whom an acceptor lets in, and when it waits.
struct ClientAcceptorTests {
  /// An acceptor with one real listener; what is accepted is kept.
  private final class Place {
    let context: BlockingContext
    let listener: OpenListener
    var acceptor: ClientAcceptor
    var admitted: [ClientAcceptor.Newcomer] = []
    /// What the next newcomers are told instead of being let in.
    var shortages: [Errno] = []
    /// Called whenever somebody is let in.
    var onAdmission: () -> Void = {}
    /// Those for whom there was no thread.
    var turnedBack: [ClientAcceptor.Newcomer] = []
    let book = LogBook()

    init(
      limit: Int, backlog: Int32 = 4096,
      accepting: @escaping (Int32) -> AcceptResult = BlockingCalls.accept,
      holding: @escaping () -> Int = { 0 }
    ) throws {
      var configuration = EchoServerConfiguration.loopback(.transparent).logging(into: book)
      configuration.listening.backlog = backlog
      let context = try BlockingContext(configuration, limit: limit)
      let listeners = try OpenListener.open(configuration)
      self.context = context
      listener = listeners[0]
      acceptor = ClientAcceptor(listeners, context, accepting: accepting) {
        max(context.counters.active, holding())
      }
    }

    func connect() throws -> Client { try Client(listener.endpoint) }

    /// One turn of whoever accepts; what is there is there already, so nobody sleeps.
    ///
    /// - Returns: in how many nanoseconds to look again.
    @discardableResult
    func turn() -> UInt64? {
      var poll = PollSet()
      let next = acceptor.prepare(&poll)
      poll.wait(0)
      acceptor.accept(poll, admit)
      return next
    }

    func finish() { acceptor.finish(admit) }

    private func admit(_ client: ClientAcceptor.Newcomer) -> Errno? {
      if let shortage = shortages.popLast() {
        turnedBack.append(client)
        return shortage
      }
      admitted.append(client)
      onAdmission()
      return nil
    }
  }

  /// Accepting that fails a few times and works from then on.
  private static func failing(_ times: Int, _ errno: Errno) -> (Int32) -> AcceptResult {
    let failures = Box(times)
    return { fd in
      guard failures.value > 0 else { return BlockingCalls.accept(fd) }
      failures.value -= 1
      return .failed(errno)
    }
  }

  @Test func nobodyIsLetInBeyondTheLimit() throws {
    let place = try Place(limit: 2)
    let clients = try (0..<4).map { _ in try place.connect() }
    place.turn()
    #expect(place.admitted.count == 2 && place.acceptor.isFull)
    place.turn()
    #expect(place.admitted.count == 2)
    place.context.counters.count(.finished)
    place.turn()
    #expect(place.admitted.count == 3 && place.acceptor.isFull)
    #expect(place.context.counters[.accepted] == 3)
    withExtendedLifetime(clients) {}
  }

  /// A process that has counted its client's end and is not reaped yet still has its slot.
  @Test func whoHasEndedAndHoldsItsPlaceCounts() throws {
    let held = Box(2)
    let place = try Place(limit: 2, holding: { held.value })
    let client = try place.connect()
    place.turn()
    #expect(place.admitted.isEmpty && place.acceptor.isFull)
    held.value = 1
    place.turn()
    #expect(place.admitted.count == 1)
    withExtendedLifetime(client) {}
  }

  /// One shortage, one line, and pauses that grow.
  @Test func outOfDescriptorsItWaits() throws {
    let place = try Place(limit: 10, accepting: Self.failing(3, .processFileLimit))
    let client = try place.connect()
    place.turn()
    #expect(place.admitted.isEmpty)
    var pauses: [UInt64] = []
    while place.admitted.isEmpty {
      if let pause = place.turn() {
        pauses.append(pause)
        var poll = PollSet()
        poll.wait(pause)
      }
    }
    #expect(pauses.allSatisfy { $0 <= 200_000_000 })
    #expect(place.context.counters[.acceptPauses] == 3)
    #expect(place.book.lines.count == 1, "\(place.book.lines)")
    #expect(place.book.lines.first?.contains("descriptors or memory have run out") == true)
    withExtendedLifetime(client) {}
  }

  @Test func anErrorOfOneConnectionIsItsOwn() throws {
    let place = try Place(limit: 10, accepting: Self.failing(1, .connectionAborted))
    let client = try place.connect()
    place.turn()
    #expect(place.admitted.count == 1)
    #expect(place.context.counters[.acceptErrors] == 1)
    #expect(place.context.counters[.acceptPauses] == 0)
    withExtendedLifetime(client) {}
  }

  /// Who has been let in is not thrown out for want of a thread, and nobody overtakes it.
  @Test func aClientIsKeptUntilThereIsAThread() throws {
    let place = try Place(limit: 10)
    place.shortages = [.wouldBlock, .wouldBlock, .wouldBlock]
    let clients = try (0..<3).map { _ in try place.connect() }
    place.turn()
    #expect(place.context.counters[.accepted] == 1)
    for _ in 0..<2 { #expect(place.turn() != nil, "it is to look again") }
    #expect(place.context.counters[.accepted] == 1 && place.admitted.isEmpty)
    #expect(place.turnedBack.count == 3)
    #expect(place.turnedBack.allSatisfy { $0 === place.turnedBack[0] })
    // Now there is one for it; those behind it are seen again at the next look.
    place.turn()
    place.turn()
    #expect(place.admitted.count == 3 && place.admitted[0] === place.turnedBack[0])
    #expect(place.book.lines.count == 1)
    #expect(place.book.lines.first?.contains("threads or processes") == true)
    withExtendedLifetime(clients) {}
  }

  @Test func aDrainLetsInWhoeverHasArrivedAndThenNobody() throws {
    let place = try Place(limit: 100)
    let clients = try (0..<80).map { _ in try place.connect() }
    place.finish()
    #expect(place.admitted.count == 80)
    #expect(throws: (any Error).self) { try place.connect() }
    withExtendedLifetime(clients) {}
  }

  /// Clients that come again as soon as they are served: nobody else would get a turn.
  @Test func aDrainDoesNotWaitForThoseWhoComeAgain() throws {
    let place = try Place(limit: 1000)
    let again = Box<[Client]>([])
    let clients = try (0..<5).map { _ in try place.connect() }
    let endpoint = place.listener.endpoint
    place.onAdmission = { if let client = try? Client(endpoint) { again.value.append(client) } }
    place.finish()
    #expect(place.admitted.count == 5 && again.value.isEmpty)
    #expect(place.context.counters[.accepted] == 5)
    withExtendedLifetime(clients) {}
  }

  /// As fast as they are accepted others come: no more are let in than a queue could hold.
  @Test func aDrainTakesNoMoreThanAQueueHolds() throws {
    let more = Box<[Client]>([])
    let endpoint = Box<Endpoint?>(nil)
    let place = try Place(
      limit: 1000, backlog: 8,
      accepting: { fd in
        if let endpoint = endpoint.value, let client = try? Client(endpoint) {
          more.value.append(client)
        }
        return BlockingCalls.accept(fd)
      })
    let first = try place.connect()
    endpoint.value = place.listener.endpoint
    place.finish()
    #expect((2...9).contains(place.admitted.count), "\(place.admitted.count)")
    #expect(place.context.counters[.accepted] == place.admitted.count)
    withExtendedLifetime(first) {}
  }

  /// Those who have ended and hold their places still leave less room for those who wait.
  @Test func aDrainLetsNobodyInBeyondTheLimit() throws {
    let place = try Place(limit: 10, holding: { 7 })
    let clients = try (0..<5).map { _ in try place.connect() }
    place.finish()
    #expect(place.admitted.count == 3)
    withExtendedLifetime(clients) {}
  }

  /// Stopped without a drain; it was accepted, so its end is counted.
  @Test func whoWaitsForAThreadAtTheEndIsCounted() throws {
    let place = try Place(limit: 10)
    place.shortages = [.wouldBlock]
    let client = try place.connect()
    place.turn()
    #expect(place.context.counters.active == 1)
    for _ in 0..<2 { place.acceptor.abandon() }
    #expect(place.context.counters.active == 0 && place.context.counters[.aborted] == 1)
    place.turnedBack = []
    #expect(try client.readToEnd() == [])
  }

  /// What a drain has no thread for is cut, and counted: the drain would wait for it for ever.
  @Test func aDrainDoesNotWaitForAThread() throws {
    let place = try Place(limit: 100)
    place.shortages = Array(repeating: .wouldBlock, count: 50)
    let clients = try (0..<3).map { _ in try place.connect() }
    place.turn()
    place.finish()
    #expect(place.admitted.isEmpty)
    #expect(place.context.counters.active == 0)
    #expect(place.context.counters[.aborted] == place.context.counters[.accepted])
    withExtendedLifetime(clients) {}
  }
}
