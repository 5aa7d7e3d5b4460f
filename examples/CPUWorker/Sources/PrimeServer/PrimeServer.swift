import EchoProtocol
public import EchoServers
public import Reactor

/// Two endpoints on one loop: primes in lines, computed by the workers, and a plain echo.
public func startPrimeServer(
  primes: Endpoint, echo: Endpoint, workers: Int = 2
) async throws -> ReactorServer {
  let chain = TransformChain([NextPrimeTransform()])
  var configuration = EchoServerConfiguration(
    EchoService(primes, try EchoConfiguration(framing: .line, chain: chain)),
    EchoService(echo, .transparent))
  configuration.workers.workers = workers
  return try await ReactorServer.start(configuration)
}

extension EventLoop {
  /// The same service in straight-line code: `pool.run` leaves the loop and comes back.
  public nonisolated func servePrimes(
    on endpoint: Endpoint, computingOn pool: WorkerPool
  ) async throws(SocketError) -> Listener {
    try await listen(on: endpoint) { connection in
      var lines = LineSplitter()
      while let bytes = try await connection.read(midMessage: lines.isMidLine) {
        lines.append(bytes.array())
        while let line = lines.next() {
          let answer = await pool.run { primeAnswer(to: line) }
          try await connection.write("\(answer)\n")
        }
        if lines.isTooLong { return }
      }
    }
  }
}
