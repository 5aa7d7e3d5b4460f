// The snippets of the article "Shutdown and back-pressure".
import Reactor

func end(_ loop: EventLoop) async {
  let report = await loop.drain(within: .seconds(10))
  print("drained \(report.drained) connections, cut \(report.cut)")
  await loop.stop()
}

func runUntilSignalled(_ loop: EventLoop) async throws -> DrainReport {
  let signals = try loop.signals(.terminate, .interrupt)
  for await _ in signals { break }
  let second = Task {
    for await _ in signals { await loop.abort() }
  }
  defer { second.cancel() }
  return await loop.drain(within: .seconds(30))
}

func startRecords(on loop: EventLoop, at endpoint: Endpoint) async throws -> Listener {
  try await loop.listen(on: endpoint) { connection in
    var record: [UInt8] = []
    while let bytes = try await connection.read(midMessage: !record.isEmpty) {
      record += bytes.array()
      while record.count >= 16 {
        try await connection.write(Array(record.prefix(16)))
        record.removeFirst(16)
      }
    }
  }
}

final class Records: ConnectionHandler {
  private var record: [UInt8] = []
  private var isDraining = false

  func received(_ bytes: RawSpan, on connection: Connection) {
    bytes.withUnsafeBytes { record.append(contentsOf: $0) }
    while record.count >= 16 {
      connection.send(record.span.bytes.extracting(first: 16))
      record.removeFirst(16)
    }
    if isDraining, record.isEmpty { connection.finish() }
  }

  func quiesced(on connection: Connection) {
    isDraining = true
    if record.isEmpty { connection.finish() }
  }
}

/// Sends a counter for as long as the peer keeps up with it.
final class Feed: ConnectionHandler {
  private var next = 0

  func connected(_ connection: Connection) { fill(connection) }

  func received(_ bytes: RawSpan, on connection: Connection) {}

  func outputDrained(on connection: Connection) { fill(connection) }

  private func fill(_ connection: Connection) {
    while next < 100_000 {
      next += 1
      guard connection.send(Array("\(next)\n".utf8).span.bytes) else { return }
    }
    connection.finish()
  }
}

func startFeed(on loop: EventLoop, at endpoint: Endpoint) async throws -> Listener {
  var options = ConnectionOptions()
  options.highWaterMark = 256 * 1024
  options.lowWaterMark = 64 * 1024
  options.idleTimeout = .seconds(60)
  options.writeStallTimeout = .seconds(10)
  return try await loop.listen(on: endpoint, connections: options, handler: { _ in Feed() })
}

func startRecordHandlers(on loop: EventLoop, at endpoint: Endpoint) async throws -> Listener {
  try await loop.listen(on: endpoint, handler: { _ in Records() })
}
