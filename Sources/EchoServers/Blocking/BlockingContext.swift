internal import EchoProtocol
internal import Reactor
internal import Sockets

/// What all clients of one server without a loop share.
final class BlockingContext: Sendable {
  let services: [EchoService]
  let counters: SharedCounters
  let failures: EchoCounters
  let log: @Sendable (String) -> Void
  /// Nanoseconds; 0: for ever.
  let idleTimeout: UInt64
  let stallTimeout: UInt64
  let lingerTimeout: UInt64
  /// The most clients at once.
  let limit: Int

  /// No Linux has more threads and processes than this (`PID_MAX_LIMIT`), however many
  /// descriptors there are.
  private static let mostClients = 1 << 22

  /// - Parameter limit: the most clients at once, for each of which there is a slot.
  init(_ configuration: EchoServerConfiguration, limit wanted: Int) throws(SocketError) {
    let limit = min(wanted, Self.mostClients)
    do {
      counters = try SharedCounters(slots: limit, services: configuration.services.count)
    } catch {
      throw SocketError("share", "memory for \(limit) clients", error)
    }
    self.limit = limit
    services = configuration.services
    log = configuration.log
    failures = EchoCounters(counters, configuration.log)
    let options = configuration.connections
    // Zero would mean for ever; who wants no waiting gets the shortest there is.
    idleTimeout = options.idleTimeout.map { max(1, $0.nanosecondsClamped) } ?? 0
    stallTimeout = options.writeStallTimeout.map { max(1, $0.nanosecondsClamped) } ?? 0
    lingerTimeout = max(1, options.lingerTimeout.nanosecondsClamped)
  }

  /// Whether what is in flight is to be finished and nothing new begun.
  @inline(__always)
  var isDraining: Bool { counters[.isDraining] != 0 }

  /// Whether nothing is to be finished any more.
  var isCut: Bool { counters[.isCut] != 0 }
}
