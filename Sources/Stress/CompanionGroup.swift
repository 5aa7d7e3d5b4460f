internal import Reactor
internal import Sockets

/// The difficult peers beside a load, on the loop of its first thread: one task each, written
/// straight down.
final class CompanionGroup: Sendable {
  private let plan: StressPlan
  private let traffic: Traffic
  private let counts: Locked<[Companion: CompanionReport]>
  private let tasks = Locked<[Task<Void, Never>]>([])

  init(_ plan: StressPlan, _ traffic: Traffic) {
    self.plan = plan
    self.traffic = traffic
    counts = Locked([:])
  }

  /// What they have seen, in the order of their kinds.
  var reports: [CompanionReport] {
    counts.withLock { counts in Companion.allCases.compactMap { counts[$0] } }
  }

  /// Starts all of them.
  func start(on loop: isolated EventLoop) {
    for kind in Companion.allCases {
      guard let wanted = plan.companions[kind], wanted > 0 else { continue }
      count(kind) { $0.wanted = wanted }
      for number in 0..<wanted {
        let task = Task {
          _ = loop
          await keep(kind, number, on: loop)
        }
        tasks.withLock { $0.append(task) }
      }
    }
  }

  /// Ends all of them; what they still see does not count.
  func end() async {
    let all = tasks.withLock { tasks in
      defer { tasks = [] }
      return tasks
    }
    for task in all { task.cancel() }
    for task in all { await task.value }
  }

  private func count(_ kind: Companion, _ body: (inout CompanionReport) -> Void) {
    counts.withLock { body(&$0[kind, default: CompanionReport(kind)]) }
  }

  /// One peer of a kind: whenever its connection is over it makes another.
  private func keep(_ kind: Companion, _ number: Int, on loop: isolated EventLoop) async {
    let endpoint = plan.endpoints[number % plan.endpoints.count]
    var place = number * 31
    while !Task.isCancelled {
      do {
        try await loop.connect(
          to: endpoint, timeout: plan.connectTimeout, options: Self.options
        ) { connection in
          self.count(kind) { $0.open += 1 }
          defer { self.count(kind) { $0.open -= 1 } }
          try await self.converse(kind, connection, place % self.traffic.cycle.count)
        }
      } catch is SocketError where !Task.isCancelled {
        count(kind) { $0.refused += 1 }
      } catch ConnectionError.closed where !Task.isCancelled {
        count(kind) { $0.endedByServer += 1 }
      } catch {}
      place += 1
      // A server that lets nobody stay is not to be stormed.
      try? await loop.sleep(for: Self.pause)
    }
  }

  /// What is still to be sent keeps no peer from reading: how slowly a slow reader reads is its own
  /// affair.
  private static let options: ConnectionOptions = {
    var options = ConnectionOptions()
    options.highWaterMark = 1 << 30
    return options
  }()

  /// Between two steps of a slow writer or reader, and two connections of any peer.
  private static let pause = Duration.milliseconds(10)

  private nonisolated(nonsending) func converse(
    _ kind: Companion, _ connection: AsyncConnection, _ message: Int
  ) async throws {
    switch kind {
    case .idle: try await sitStill(connection)
    case .slowReader: try await readSlowly(connection, message)
    case .slowWriter: try await writeSlowly(connection, message)
    case .halfCloser: try await halfClose(connection, message)
    case .resetter: resetInTheMiddle(connection, message)
    }
  }

  private nonisolated(nonsending) func sitStill(_ connection: AsyncConnection) async throws {
    if try await connection.read() == nil {
      count(.idle) { $0.endedByServer += 1 }
    } else {
      count(.idle) { $0.wrong += 1 }
    }
  }

  /// Sends some megabytes a second as long as they are taken, and once a second reads one piece.
  private nonisolated(nonsending) func readSlowly(
    _ connection: AsyncConnection, _ message: Int
  ) async throws {
    var next = message
    var position = traffic.cycle.replyBegin(message)
    while true {
      var steps = 0
      while steps < 100, connection.pendingOutput == 0 {
        // To the cycle's end in one piece: small messages one by one would fill nothing.
        connection.send(traffic.cycle.requests(from: next, traffic.cycle.count - next).bytes)
        next = 0
        steps += 1
        try await connection.loop.sleep(for: Self.pause)
      }
      guard let bytes = try await connection.read() else {
        return count(.slowReader) { $0.endedByServer += 1 }
      }
      guard isRight(bytes, &position) else { return count(.slowReader) { $0.wrong += 1 } }
      try await connection.loop.sleep(for: .seconds(1) - Self.pause * steps)
    }
  }

  private nonisolated(nonsending) func writeSlowly(
    _ connection: AsyncConnection, _ message: Int
  ) async throws {
    var next = message
    while true {
      for byte in Array(traffic.cycle.requests(from: next, 1)) {
        try await connection.write([byte])
        try await connection.loop.sleep(for: Self.pause)
      }
      guard try await readReply(next, connection) else {
        return count(.slowWriter) { $0.wrong += 1 }
      }
      count(.slowWriter) { $0.rounds += 1 }
      next = (next + 1) % traffic.cycle.count
    }
  }

  private nonisolated(nonsending) func halfClose(
    _ connection: AsyncConnection, _ message: Int
  ) async throws {
    connection.send(traffic.cycle.requests(from: message, 1).bytes)
    connection.finishOutput()
    // All of it, and then the end and nothing else.
    var isRight = try await readReply(message, connection)
    if isRight, try await connection.read() != nil { isRight = false }
    count(.halfCloser) { if isRight { $0.rounds += 1 } else { $0.wrong += 1 } }
  }

  private func resetInTheMiddle(_ connection: AsyncConnection, _ message: Int) {
    connection.send(traffic.cycle.requests(from: message, 1).bytes)
    connection.reset()
    count(.resetter) { $0.rounds += 1 }
  }

  /// Whether exactly this reply comes.
  private nonisolated(nonsending) func readReply(
    _ message: Int, _ connection: AsyncConnection
  ) async throws -> Bool {
    var position = traffic.cycle.replyBegin(message)
    let end = traffic.cycle.replyEnd(message)
    while position < end {
      guard let bytes = try await connection.read(midMessage: true) else { return false }
      guard bytes.count <= end - position, isRight(bytes, &position) else { return false }
      if end == traffic.cycle.replyBytes, position == 0 { return true }
    }
    return true
  }

  /// Compares a piece of the cycle's replies, and moves on behind it.
  private func isRight(_ bytes: borrowing Bytes, _ position: inout Int) -> Bool {
    bytes.span.withUnsafeBytes { buffer in
      var rest = buffer
      while !rest.isEmpty {
        let (count, wrong) = traffic.cycle.compare(rest, at: position)
        if wrong != nil { return false }
        position += count
        if position == traffic.cycle.replyBytes { position = 0 }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return true
    }
  }
}
