// The snippets of the article "Your first server".
import Reactor

nonisolated(nonsending) func greet(_ connection: AsyncConnection) async throws {
  try await connection.write("Who is there?\n")
  var name: [UInt8] = []
  while name.last != UInt8(ascii: "\n") {
    guard name.count < 100, let bytes = try await connection.read(midMessage: !name.isEmpty)
    else { return }
    name += bytes.array()
  }
  try await connection.write("Hello, \(String(decoding: name, as: UTF8.self))")
}

func startGreeter(on loop: EventLoop, at endpoint: Endpoint) async throws -> Listener {
  try await loop.listen(on: endpoint) { connection in try await greet(connection) }
}

final class Visits {
  var count = 0
}

func startCounter(on loop: EventLoop, at endpoint: Endpoint) async throws -> Listener {
  let visits = Visits()
  return try await loop.listen(on: endpoint) { connection in
    visits.count += 1
    try await connection.write("You are visitor \(visits.count).\n")
  }
}
