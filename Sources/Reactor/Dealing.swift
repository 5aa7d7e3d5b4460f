public import Sockets

extension LoopGroup {
  /// Accepts connections on the first loop and deals them out: each to the loop that has the
  /// fewest.
  ///
  /// - Parameters:
  ///   - endpoint: where to listen; port 0 picks a free one.
  ///   - options: how the listening socket is opened.
  ///   - connections: back-pressure and deadlines of each connection.
  ///   - makeReception: called once on each loop's thread; what it makes there serves the
  ///     connections of that loop.
  /// - Returns: the listener, which accepts from now on.
  /// - Throws: `SocketError` naming the endpoint and the reason.
  @discardableResult
  public func listen(
    on endpoint: Endpoint, _ options: ListeningOptions = .init(),
    connections: ConnectionOptions = .init(),
    receiving makeReception: @escaping @Sendable (isolated EventLoop) -> Reception
  ) async throws(SocketError) -> Listener {
    let dealer = Dealer(self)
    for (number, loop) in loops.enumerated() {
      await loop.openEntrance(dealer, Seat(group: self, number: number), connections, makeReception)
    }
    do {
      return try await loops[0].listen(on: endpoint, options, dealingBy: dealer)
    } catch {
      dealer.close()
      throw error
    }
  }
}

/// What a dealt connection occupies until it has gone.
struct Seat: Sendable {
  let group: LoopGroup
  let number: Int

  /// On the thread of the connection's loop.
  func giveBack() {
    guard group.seats.giveBack(number) else { return }
    group.loops[0].execute { $0.seatIsFree() }
  }
}

/// Hands what one listener of a group accepts to the group's loops.
///
/// It names the listener's entrances: each loop keeps its own under this object's identity, and the
/// messages that are on their way there keep the object alive.
final class Dealer: Sendable {
  let group: LoopGroup

  init(_ group: LoopGroup) { self.group = group }

  /// Finds a loop for an accepted socket.
  ///
  /// On the first loop's thread, whose state `core` is.
  func deal(_ descriptor: consuming Descriptor, _ core: LoopCore) {
    let number = group.seats.take()
    if number == 0, let entrance = core.entrances[ObjectIdentifier(self)] {
      return entrance.admit(descriptor, to: core)
    }
    // What is posted runs once, also behind a loop's end: so somebody always closes it.
    let fd = descriptor.release()
    group.loops[number].execute { $0.admit(Descriptor(owning: fd), from: self, number) }
  }

  /// Nothing is dealt any more.
  ///
  /// Behind what is on its way already.
  func close() {
    for loop in group.loops {
      loop.execute { $0.core.entrances[ObjectIdentifier(self)] = nil }
    }
  }
}

extension EventLoop {
  fileprivate func openEntrance(
    _ dealer: Dealer, _ seat: Seat, _ connections: ConnectionOptions,
    _ makeReception: @Sendable (isolated EventLoop) -> Reception
  ) {
    core.entrances[ObjectIdentifier(dealer)] = Entrance(
      settings: ConnectionSettings(connections, transport: configuration.kernel, seat: seat),
      welcome: welcome(makeReception(self)))
  }

  /// A connection comes from the loop that accepts.
  fileprivate func admit(
    _ descriptor: consuming Descriptor, from dealer: Dealer, _ number: Int
  ) {
    guard !core.mustStop, let entrance = core.entrances[ObjectIdentifier(dealer)] else {
      // The loop has ended meanwhile: accepted and cut, as those are that were here before.
      core.counters.accepted.bump()
      core.counters.count(.aborted)
      dealer.group.seats.close(number)
      return Seat(group: dealer.group, number: number).giveBack()
    }
    entrance.admit(descriptor, to: core)
  }

  /// Closes the listeners that deal to the group's loops.
  func stopListening(of group: LoopGroup) {
    for (number, acceptor) in core.acceptors where acceptor.deals(to: group) {
      stopListener(number)
    }
  }

  /// A connection of another loop has gone.
  fileprivate func seatIsFree() {
    for acceptor in core.acceptors.values { acceptor.connectionHasGone() }
  }
}
