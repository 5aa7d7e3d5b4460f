import Glibc
import Reactor

let endpoint = try Endpoint(parsing: CommandLine.arguments.dropFirst().first ?? "127.0.0.1:5000")
let loop = try EventLoop.spawn(name: "echo")
let signals = try loop.signals(.terminate, .interrupt)
let listener = try await loop.listen(on: endpoint) { connection in
  while let bytes = try await connection.read() {
    try await connection.write(bytes)
  }
}
print("listening on \(listener.endpoint)")
fflush(nil)  // Into a pipe, print keeps its lines to itself until it has thousands of them.

for await _ in signals { break }
let report = await loop.drain(within: .seconds(10))
print("drained \(report.drained) connections, cut \(report.cut)")
await loop.stop()
