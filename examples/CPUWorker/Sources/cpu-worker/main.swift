import EchoServers
import Glibc
import PrimeServer
import Reactor

let control = try EventLoop.spawn(name: "control")
let signals = try control.signals(.terminate, .interrupt)
let server = try await startPrimeServer(
  primes: .tcp("127.0.0.1", port: 5000), echo: .tcp("127.0.0.1", port: 5001))
for endpoint in server.endpoints { print("listening on \(endpoint)") }
fflush(nil)

for await _ in signals { break }
_ = await server.drain(within: .seconds(10))
await server.stop()
await control.stop()
