import CLinux
import Reactor
import Sockets
import Synchronization
import Testing

/// The kinds of endpoint that every model must serve alike.
enum Whereabouts: Sendable, CaseIterable, CustomTestStringConvertible {
  case v4, v6, unix, abstract

  /// Those that this machine has: a container may be without IPv6.
  static let available = allCases.filter { kind in
    guard kind == .v6 else { return true }
    return (try? ListeningSocket.open(.tcp("::1", port: 0), ListeningOptions())) != nil
  }

  /// A free port of a loopback address that no other test uses: once its server has gone, nobody
  /// else's is met there.
  static var own: Endpoint {
    let numbers = (0..<3).map { _ in "\(Int.random(in: 1...254))" }
    return .tcp("127." + numbers.joined(separator: "."), port: 0)
  }

  private static let next = Atomic<Int>(0)

  /// A free endpoint of that kind.
  var endpoint: Endpoint {
    let number = Self.next.add(1, ordering: .relaxed).newValue
    switch self {
    case .v4: return .tcp("127.0.0.1", port: 0)
    case .v6: return .tcp("::1", port: 0)
    case .unix:
      let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
      return .unix("\(folder)/swiftlet-test-\(getpid())-\(number).sock")
    case .abstract: return .unix("@swiftlet-test-\(getpid())-\(number)")
    }
  }

  var testDescription: String { "\(self)" }
}
