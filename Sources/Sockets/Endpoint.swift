/// Where a server listens or a client connects, as people write it.
public enum Endpoint: Hashable, Sendable {
  /// TCP on a host, by name or by number (IPv4, or IPv6 without brackets). Port 0 asks the kernel
  /// for a free one.
  case tcp(String, port: UInt16)

  /// A Unix socket at a path; `@name` is Linux's abstract namespace (`unix(7)`).
  case unix(String)

  /// Reads `HOST:PORT`, `[v6]:PORT`, `tcp://HOST:PORT` or `unix:PATH`.
  ///
  /// - Throws: `EndpointSyntaxError`, which names the offending word and says what is expected.
  public init(parsing text: String) throws(EndpointSyntaxError) {
    if text.hasPrefix("unix:") {
      // unix:PATH, and unix://PATH as browsers and other tools write it.
      let rest = text.dropFirst("unix:".count)
      let path = rest.hasPrefix("//") ? rest.dropFirst(2) : rest
      guard !path.isEmpty else { throw .init(text, "a path is missing behind unix:") }
      guard path.utf8.count <= 107 else {
        throw .init(text, "a Unix socket's path has at most 107 bytes, this one \(path.utf8.count)")
      }
      guard !path.utf8.contains(0) else { throw .init(text, "a path holds no zero byte") }
      self = .unix(String(path))
      return
    }
    var rest = Substring(text)
    if let scheme = rest.range(ofScheme: "://") {
      guard rest[..<scheme.lowerBound] == "tcp" else {
        throw .init(text, "`\(rest[..<scheme.lowerBound])` is not a transport known here")
      }
      rest = rest[scheme.upperBound...]
    }
    // In `[::1]` every colon belongs to the address.
    guard let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]") else {
      throw .init(text, "the port is missing: HOST:PORT, for instance 127.0.0.1:5000")
    }
    var host = rest[..<colon]
    let port = rest[rest.index(after: colon)...]
    if host.hasPrefix("[") {
      guard host.hasSuffix("]") else {
        throw .init(text, "the bracket of the address is not closed")
      }
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw .init(text, "an IPv6 address needs brackets: [\(host)]:\(port)")
    }
    guard !host.isEmpty else { throw .init(text, "the host is missing in front of the colon") }
    guard !port.isEmpty, port.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      let number = UInt16(port)
    else { throw .init(text, "`\(port)` is not a port: a number from 0 to 65535") }
    self = .tcp(String(host), port: number)
  }
}

extension Endpoint: CustomStringConvertible {
  /// As it is printed and can be parsed again: `tcp://127.0.0.1:5000`, `tcp://[::1]:5000`,
  /// `unix:PATH`.
  public var description: String {
    switch self {
    case .tcp(let host, let port):
      host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
    // Two slashes of the path's own would be taken for the URL's.
    case .unix(let path): path.hasPrefix("//") ? "unix://\(path)" : "unix:\(path)"
    }
  }
}

/// A text that is no endpoint.
public struct EndpointSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text as it was given.
  public let text: String

  /// What is wrong with it and what is expected.
  public let reason: String

  init(_ text: String, _ reason: String) {
    self.text = text
    self.reason = reason
  }

  /// One line with both.
  public var description: String { "`\(text)` is not an endpoint: \(reason)" }
}

extension Substring {
  fileprivate func range(ofScheme mark: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(mark) {
        return start..<index(start, offsetBy: mark.count)
      }
      start = index(after: start)
    }
    return nil
  }
}
