import Reactor

extension EventLoop {
  /// Opens a chat room at an endpoint of this loop.
  ///
  /// - Returns: the listener, which accepts from now on.
  public nonisolated func openChat(
    at endpoint: Endpoint, connections: ConnectionOptions = .init()
  ) async throws(SocketError) -> Listener {
    let room = Room()
    return try await listen(on: endpoint, connections: connections, handler: { _ in Member(room) })
  }
}
