internal import Sockets

/// Connections that say next to nothing: opened one after the other, greeted once, then left alone.
///
/// Blocking calls, on the caller's thread; tasks use ``gather(_:_:)``.
final class Herd: Sendable {
  private static let patience: UInt64 = 20_000_000_000

  /// One connection.
  final class Member: Sendable {
    private let socket: Descriptor

    /// - Parameter timeout: of each call on it, in nanoseconds.
    init(_ endpoint: Endpoint, _ timeout: UInt64) throws(SocketError) {
      socket = try ClientSocket.connect(endpoint, timeout: timeout)
    }

    var fd: Int32 { socket.rawValue }
  }

  private let sockets: [Member]

  /// Opens them and waits until each is being served, on a thread of its own.
  static func gather(_ count: Int, _ endpoint: Endpoint) async throws(RunProblem) -> Herd {
    try await Aside.run("herd") { () throws(RunProblem) in
      let herd = try Herd(count, endpoint)
      try herd.greet()
      return herd
    }
  }

  /// Opens them.
  init(_ count: Int, _ endpoint: Endpoint) throws(RunProblem) {
    var sockets: [Member] = []
    for number in 1...count {
      do throws(SocketError) {
        sockets.append(try Member(endpoint, Self.patience))
      } catch {
        throw RunProblem(.limit, "connection \(number) of \(count) was refused: \(error.reason)")
      }
    }
    self.sockets = sockets
  }

  /// Says a byte on each and waits for its echo: then each is being served.
  func greet() throws(RunProblem) {
    var byte: UInt8 = 0x2e
    for (index, member) in sockets.enumerated() {
      _ = BlockingCalls.send(member.fd, &byte, 1)
      guard (index + 1) % Self.batch == 0 || index + 1 == sockets.count else { continue }
      try receiveEcho(sockets[(index / Self.batch * Self.batch)...index])
    }
  }

  /// Greeted together; more at once would only queue.
  private static let batch = 256

  private func receiveEcho(_ members: ArraySlice<Member>) throws(RunProblem) {
    var byte: UInt8 = 0
    for member in members {
      guard BlockingCalls.receive(member.fd, &byte, 1) == .bytes(1) else {
        throw RunProblem(.limit, "not each of \(sockets.count) connections was answered")
      }
    }
  }

  /// Sends a text on each, whatever becomes of it.
  func send(_ text: String) {
    let bytes = Array(text.utf8)
    for member in sockets { _ = BlockingCalls.send(member.fd, bytes, bytes.count) }
  }

  /// How many of them the server has ended.
  func lost() -> Int {
    var byte: UInt8 = 0
    return sockets.count { member in
      switch BlockingCalls.receive(member.fd, &byte, 1, waits: false) {
      case .wouldBlock, .bytes: false
      case .endOfStream, .failed: true
      }
    }
  }
}
