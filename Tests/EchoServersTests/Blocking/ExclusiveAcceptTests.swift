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

    init(services: Int = 1) throws {
      let configuration = EchoServerConfiguration(
        services: (0..<services).map { _ in EchoService(Whereabouts.own, .transparent) })
      context = try BlockingContext(configuration, limit: 100)
      listeners = try OpenListener.open(configuration)
      stopping = try Wakeup()
    }

    func accept() throws -> ExclusiveAccept {
      try ExclusiveAccept(listeners, stopping.fd, context)
    }

    func drain() {
      context.counters.raise(.isDraining)
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
