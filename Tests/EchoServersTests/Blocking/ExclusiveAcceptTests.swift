import EchoProtocol
import Reactor
import Sockets
import TestSupport
import Testing

@testable import EchoServers

/// Several that accept from the same listeners.
struct ExclusiveAcceptTests {
  private struct Place {
    let context: BlockingContext
    let listeners: [OpenListener]
    let stopping: Wakeup

    init(services: Int = 1, at endpoint: Endpoint? = nil, backlog: Int32 = 4096) throws {
      var configuration = EchoServerConfiguration(
        services: (0..<services).map { _ in EchoService(endpoint ?? Whereabouts.own, .transparent) }
      )
      configuration.listening.backlog = backlog
      context = try BlockingContext(configuration, limit: 100)
      listeners = try OpenListener.open(configuration)
      stopping = try Wakeup()
    }

    func accept() throws -> ExclusiveAccept {
      try ExclusiveAccept(listeners, stopping.fd, context)
    }

    func drain() {
      ExclusiveAccept.beginDrain(listeners, context)
      stopping.call()
    }
  }

  @Test func everybodyIsTakenByOne() async throws {
    let place = try Place(services: 2)
    let taken = Box<[Int]>([])
    let threads = Task {
      try await onThreads(4) { _ in
        let accept = try place.accept()
        while let client = accept.next() { taken.value.append(client.service) }
      }
    }
    let clients = try (0..<40).map { try Client(place.listeners[$0 % 2].endpoint) }
    #expect(await eventually { place.context.counters[.accepted] == 40 })
    place.drain()
    _ = try await threads.value
    withExtendedLifetime(clients) {}
    #expect(place.context.counters[.accepted] == 40)
  }

  @Test func aDrainTakesThoseWhoWaitAndThenNobody() throws {
    let place = try Place(services: 2)
    let accept = try place.accept()
    let clients = try (0..<3).map { try Client(place.listeners[$0 % 2].endpoint) }
    place.drain()
    var services: [Int] = []
    while let client = accept.next() { services.append(client.service) }
    #expect(services.sorted() == [0, 0, 1])
    for listener in place.listeners { listener.refuse() }
    #expect(accept.next() == nil)
    #expect(place.context.counters[.acceptErrors] == 0)
    withExtendedLifetime(clients) {}
  }

  /// Clients that come again as soon as they are served: the queue is never empty.
  @Test(arguments: Whereabouts.available)
  func aDrainTakesNobodyWhoComesBehindItsBeginning(_ kind: Whereabouts) throws {
    let place = try Place(at: kind.endpoint, backlog: 8)
    let accept = try place.accept()
    let endpoint = place.listeners[0].endpoint
    var clients = try (0..<3).map { _ in try Client(endpoint) }
    place.drain()
    var taken = 0
    while accept.next() != nil {
      taken += 1
      if let client = try? Client(endpoint) { clients.append(client) }
    }
    // How long its queue is, a socket without a file does not tell; but never more than it holds.
    let most = kind == .abstract ? 9 : 3
    #expect((3...most).contains(taken), "\(taken)")
    #expect(throws: (any Error).self) { try Client(endpoint) }
    #expect(place.context.counters[.accepted] == taken)
  }

  /// Nobody is free to accept, and nobody has arrived.
  @Test func whoeverComesWhileAllAreBusyIsRefused() throws {
    let place = try Place()
    let endpoint = place.listeners[0].endpoint
    place.drain()
    let late = try Client(endpoint)
    ExclusiveAccept.refuseNewcomers(place.listeners, place.context)
    #expect(throws: (any Error).self) { try Client(endpoint) }
    #expect(late.readUntilItBreaks() == [])
  }

  /// Not when the socket is closed, which may be much later.
  @Test(arguments: Whereabouts.available)
  func refusalEndsThoseWhoAreInTheQueue(_ kind: Whereabouts) throws {
    let place = try Place(at: kind.endpoint)
    let client = try Client(place.listeners[0].endpoint)
    place.listeners[0].refuse()
    #expect(client.readUntilItBreaks() == [])
  }

  @Test func whoIsCutTakesNobody() throws {
    let place = try Place()
    let accept = try place.accept()
    let client = try Client(place.listeners[0].endpoint)
    place.context.counters.raise(.isCut)
    #expect(accept.next() == nil)
    #expect(place.context.counters[.accepted] == 0)
    withExtendedLifetime(client) {}
  }
}
