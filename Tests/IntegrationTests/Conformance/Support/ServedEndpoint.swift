import CLinux
import Sockets
import Synchronization

/// The kinds of endpoint that every model must serve alike, as they are typed.
enum ServedEndpoint: String, CaseIterable {
  case v4, v6, unix, abstract

  /// Those that this machine has: a container may be without IPv6.
  static let available = allCases.filter { kind in
    guard kind == .v6 else { return true }
    return (try? ListeningSocket.open(.tcp("::1", port: 0), ListeningOptions())) != nil
  }

  private static let next = Atomic<Int>(0)

  /// A free endpoint of that kind.
  ///
  /// - Parameter query: what stands behind the question mark.
  func text(_ query: String = "") -> String {
    let number = Self.next.add(1, ordering: .relaxed).newValue
    let name = "swiftlet-served-\(getpid())-\(number)"
    let place =
      switch self {
      // An address that no other test uses: whose port it was is of no matter afterwards.
      case .v4: "127.\(Self.byte).\(Self.byte).\(Self.byte):0"
      case .v6: "[::1]:0"
      case .unix: "unix:\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/\(name).sock"
      case .abstract: "unix:@\(name)"
      }
    return query.isEmpty ? place : place + "?" + query
  }

  private static var byte: Int { .random(in: 1...254) }
}
