import CLinux
import Sockets
import TestSupport
import Testing

/// What a server has when everybody has gone is what it had before they came.
struct LeakConformance {
  /// What a server has open and in use, its children included.
  private struct Holdings: Equatable, CustomStringConvertible {
    let descriptors: Int
    let threads: Int
    let children: Int
    let zombies: Int

    init(_ process: ProcessView) {
      let family = process.family
      descriptors = family.reduce(0) { $0 + $1.descriptors.count }
      threads = family.reduce(0) { $0 + $1.threads }
      children = family.count - 1
      zombies = family.count { $0.isZombie }
    }

    func isWithin(_ other: Holdings) -> Bool {
      descriptors <= other.descriptors && threads <= other.threads && children <= other.children
        && zombies == 0
    }

    var description: String {
      "\(descriptors) descriptors, \(threads) threads, \(children) children, \(zombies) zombies"
    }
  }

  private static func visit(_ endpoint: Endpoint, _ number: Int) throws {
    let client = try Client(endpoint)
    switch number % 5 {
    case 0: break
    case 1: try client.send("half a line")
    case 2:
      try client.send("x\n")
      if case .tcp = endpoint { try client.reset() }
    case 3: try client.finish()
    default: _ = try client.exchange(Array("a\nb\n".utf8), seed: UInt64(number))
    }
  }

  @Test(arguments: ServedModel.allCases)
  func threeHundredComeAndGo(_ model: ServedModel) async throws {
    let query = "framing=line&transform=sha256"
    let endpoints = [ServedEndpoint.v4.text(query), ServedEndpoint.unix.text(query)]
    let count = Scale.isReduced ? 60 : 300
    try await ServedServer.lend(model, endpoints, ["--quiet"], clients: 8) { server in
      let endpoints = server.endpoints
      // What is opened once, on first use, is no leak.
      _ = try await onThreads(10) { try Self.visit(endpoints[$0 % 2], $0) }
      try await server.waits { $0["connections accepted"] == 10 && $0["connections open"] == 0 }
      var before = Holdings(server.process)
      // Threads and children may take a moment longer than their connections.
      _ = await eventually(within: .seconds(5)) {
        let now = Holdings(server.process)
        let isCalm = now == before && now.zombies == 0
        before = now
        return isCalm
      }
      _ = try await onThreads(10) { thread in
        for number in 0..<count / 10 { try Self.visit(endpoints[thread % 2], thread + number) }
      }
      try await server.waits {
        $0["connections accepted"] == 10 + count && $0["connections open"] == 0
      }
      let isCalm = await eventually { Holdings(server.process).isWithin(before) }
      #expect(isCalm, "\(before) before, \(Holdings(server.process)) behind")
      let again = try await onThread { try Client(endpoints[0]).exchange([10], seed: 0).count }
      #expect(again == 65)
      let figures = await server.end()
      #expect(figures["accepted"] == count + 11 && figures["crashes"] == 0, "\(figures)")
    }
  }
}
