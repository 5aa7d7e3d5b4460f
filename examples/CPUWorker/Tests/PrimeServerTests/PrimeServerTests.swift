import EchoServers
import Glibc
import Reactor
import Testing

@testable import PrimeServer

/// The least prime from each on; the first needs the longest, so that a server which answered in
/// the order of completion would be caught.
private let primes: [(number: UInt64, prime: UInt64)] = [
  (99_999_999_977, 99_999_999_977), (1_000_000, 1_000_003), (14, 17), (7, 7), (0, 2),
]

@Suite(.timeLimit(.minutes(10)))
struct PrimeServerTests {
  @Test func knowsItsPrimes() {
    for (number, prime) in primes { #expect(nextPrime(from: number) == prime) }
    #expect(primeAnswer(to: "many").hasPrefix("a number"))
  }

  @Test func answersInOrder() async throws {
    let server = try await startPrimeServer(primes: free, echo: free)
    let client = try EventLoop.spawn(name: "client")
    try await checkAnswers(at: server.endpoints[0], client)
    // Counted behind the work, when the answers may be here already.
    while server.statistics.workers.done < primes.count { await Task.yield() }
    await client.stop()
    await server.stop()
  }

  @Test func answersInOrderInStraightLineCode() async throws {
    let pool = try WorkerPool()
    let loop = try EventLoop.spawn(name: "primes")
    let listener = try await loop.servePrimes(on: free, computingOn: pool)
    let client = try EventLoop.spawn(name: "client")
    try await checkAnswers(at: listener.endpoint, client)
    await client.stop()
    await loop.stop()
    pool.stop()
  }

  /// Were the echo to wait for the piece of work that is being done, it would go round once for each.
  @Test func theEchoDoesNotWaitForTheWorkers() async throws {
    let server = try await startPrimeServer(primes: free, echo: free, workers: 1)
    let busy = try EventLoop.spawn(name: "busy")
    let cheap = try EventLoop.spawn(name: "cheap")
    let pieces = 20
    let prime = "\(slowPrime())\n"
    async let answers = conversation(
      String(repeating: prime, count: pieces), with: server.endpoints[0], busy)

    let roundTrips = try await cheap.connect(to: server.endpoints[1]) { connection in
      while server.statistics.workers.done == 0 { try await roundTrip(connection) }
      var count = 0
      while server.statistics.workers.done < pieces {
        try await roundTrip(connection)
        count += 1
      }
      return count
    }
    #expect(roundTrips > 2 * pieces)
    #expect(try await answers == String(repeating: prime, count: pieces))
    await busy.stop()
    await cheap.stop()
    await server.stop()
  }

  private var free: Endpoint { .tcp("127.0.0.1", port: 0) }

  private func checkAnswers(at endpoint: Endpoint, _ loop: EventLoop) async throws {
    let questions = primes.map { "\($0.number)\n" }.joined()
    let answers = try await conversation(questions, with: endpoint, loop)
    #expect(answers == primes.map { "\($0.prime)\n" }.joined())
  }

  /// Says something, ends its side, and returns all that comes back.
  private func conversation(
    _ text: String, with endpoint: Endpoint, _ loop: EventLoop
  ) async throws -> String {
    try await loop.connect(to: endpoint) { connection in
      try await connection.write(text)
      connection.finishOutput()
      var answer: [UInt8] = []
      while let bytes = try await connection.read() { answer += bytes.array() }
      return String(decoding: answer, as: UTF8.self)
    }
  }
}

/// A prime that takes this build some twenty milliseconds of processor time to be found one.
private func slowPrime() -> UInt64 {
  var number: UInt64 = 1_000_000_000
  while true {
    let start = processorNanoseconds()
    let prime = nextPrime(from: number)
    if processorNanoseconds() - start > 20_000_000 { return prime }
    number *= 10
  }
}

/// What this thread has used: other than on the wall's clock, others do not count.
private func processorNanoseconds() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// Sends a byte and waits until it is back.
private func roundTrip(_ connection: AsyncConnection) async throws {
  try await connection.write([42])
  let bytes = try await connection.read()
  // `Bytes` cannot be copied, and `#expect` copies: so the comparison comes first.
  let isBack = bytes?.array() == [42]
  #expect(isBack)
}
