public import Sockets

/// Several loops that serve the same listeners, each on a thread of its own.
///
/// The first loop accepts and deals the connections out: each goes to the loop that has the fewest,
/// and stays there. So a loop's connections, handlers and timers are as confined as ever; what the
/// loops share is what the program shares. It pays where one thread cannot keep up and there are
/// processors left.
///
/// ```swift
/// let group = try LoopGroup.spawn(count: 4)
/// try await group.listen(on: .tcp("127.0.0.1", port: 5000)) { _ in
///   .serving { connection in
///     while let bytes = try await connection.read() { try await connection.write(bytes) }
///   }
/// }
/// ```
public final class LoopGroup: Sendable {
  /// The loops; the first one accepts.
  ///
  /// They are ended together, by `stop()`: one that ends alone cuts what it is dealt then.
  public let loops: [EventLoop]

  let seats: Seats
  /// The same for all who drain at the same time.
  let drainInProgress = Locked<GroupDrainInProgress?>(nil)
  private let ownsFirst: Bool

  /// Makes loops, each with a thread of its own.
  ///
  /// - Parameters:
  ///   - count: how many; at least 1.
  ///   - name: the first one's thread; the others' have `-1`, `-2` and so on behind it.
  ///   - configuration: what each is made with; its limit of connections is for all together.
  /// - Throws: `SocketError` where descriptors, memory or threads have run out.
  public static func spawn(
    count: Int, name: String = "event-loop",
    _ configuration: EventLoop.Configuration = EventLoop.Configuration()
  ) throws(SocketError) -> LoopGroup {
    let first = try EventLoop.spawn(name: name, configuration)
    do {
      return try LoopGroup(first, ownsFirst: true, count: count, name: name)
    } catch {
      first.execute { $0.stop() }
      throw error
    }
  }

  /// Adds loops to one that is lent, each with a thread of its own and the first one's
  /// configuration.
  ///
  /// - Parameters:
  ///   - first: it accepts, and its limit of connections is for all together; `stop()` leaves it
  ///     running.
  ///   - count: how many, with the first; at least 1.
  ///   - name: the threads': `-1`, `-2` and so on stand behind it.
  /// - Throws: `SocketError` where descriptors, memory or threads have run out.
  public convenience init(
    extending first: EventLoop, to count: Int, name: String = "event-loop"
  ) throws(SocketError) {
    try self.init(first, ownsFirst: false, count: count, name: name)
  }

  private init(
    _ first: EventLoop, ownsFirst: Bool, count: Int, name: String
  ) throws(SocketError) {
    precondition(count >= 1, "LoopGroup: no loops")
    var loops = [first]
    for number in 1..<max(1, count) {
      do {
        loops.append(try EventLoop.spawn(name: "\(name)-\(number)", first.configuration))
      } catch {
        for loop in loops.dropFirst() { loop.execute { $0.stop() } }
        throw error
      }
    }
    self.loops = loops
    self.ownsFirst = ownsFirst
    seats = Seats(rows: count, limit: first.configuration.maximumConnections ?? .max)
  }

  /// What all loops have done so far, added up.
  ///
  /// From any thread.
  public var statistics: LoopStatistics {
    loops.reduce(into: LoopStatistics()) { $0.add($1.statistics) }
  }

  /// Closes the group's listeners and ends the loops that it has made; one that was lent goes on,
  /// with its connections.
  ///
  /// Idempotent. To lose nothing, `drain(within:)` first.
  public func stop() async {
    // The one that accepts comes first: what it has dealt is in the others' inboxes then.
    if ownsFirst { await loops[0].stop() } else { await loops[0].stopListening(of: self) }
    for loop in loops.dropFirst() { await loop.stop() }
  }
}
