internal import CLinux

/// Turns an endpoint into the addresses it stands for.
package enum Resolver {
  /// What the addresses are for (`getaddrinfo(3)`).
  package enum Purpose: Sendable {
    /// To connect to.
    case connect
    /// To listen on.
    case listen
  }

  /// The addresses of an endpoint, in the order in which they are to be tried.
  ///
  /// A host given by number never blocks. A host given by name may ask the network and block the
  /// calling thread for seconds: never call this on a loop's thread with a name.
  ///
  /// - Throws: `SocketError` naming the host and the resolver's reason.
  package static func addresses(
    of endpoint: Endpoint, for purpose: Purpose
  ) throws(SocketError) -> [SocketAddress] {
    switch endpoint {
    case .unix(let path):
      do {
        return [try SocketAddress(unixPath: path)]
      } catch {
        throw SocketError("use", "\(endpoint)", error)
      }
    case .tcp(let host, let port):
      return try lookUp(host, port: port, purpose, endpoint)
    }
  }

  /// Whether the host is given by number, so that `addresses(of:for:)` cannot block.
  package static func isNumeric(_ endpoint: Endpoint) -> Bool {
    guard case .tcp(let host, _) = endpoint else { return true }
    var storage = in6_addr()
    let address = host.prefix { $0 != "%" }
    return inet_pton(AF_INET, host, &storage) == 1
      || inet_pton(AF_INET6, String(address), &storage) == 1
  }

  private static func lookUp(
    _ host: String, port: UInt16, _ purpose: Purpose, _ endpoint: Endpoint
  ) throws(SocketError) -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICSERV | (purpose == .listen ? AI_PASSIVE : 0)
    var list: UnsafeMutablePointer<addrinfo>?
    let result = getaddrinfo(host, String(port), &hints, &list)
    guard result == 0 else {
      if result == EAI_SYSTEM { throw SocketError("resolve", host, .last) }
      throw SocketError("resolve", host, reason: String(cString: gai_strerror(result)))
    }
    defer { freeaddrinfo(list) }
    var found: [SocketAddress] = []
    var next = list
    while let entry = next {
      found.append(SocketAddress(copying: entry.pointee.ai_addr, length: entry.pointee.ai_addrlen))
      next = entry.pointee.ai_next
    }
    guard !found.isEmpty else {
      throw SocketError("resolve", host, reason: "no address of a known kind")
    }
    // IPv4 first: `localhost` then means 127.0.0.1 to a server and to its clients alike.
    return found.filter { $0.family == AF_INET } + found.filter { $0.family != AF_INET }
  }
}
