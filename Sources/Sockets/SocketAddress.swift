package import CLinux

/// A socket address as the kernel takes it: IPv4, IPv6, or a path (`ip(7)`, `ipv6(7)`, `unix(7)`).
package struct SocketAddress: Sendable {
  private var storage: sockaddr_storage
  private var length: socklen_t

  /// The address family, `AF_INET`, `AF_INET6` or `AF_UNIX`.
  package var family: Int32 { Int32(storage.ss_family) }

  /// Copies what the kernel or the resolver filled in.
  package init(copying address: UnsafePointer<sockaddr>, length: socklen_t) {
    storage = sockaddr_storage()
    self.length = min(length, socklen_t(MemoryLayout<sockaddr_storage>.size))
    withUnsafeMutableBytes(of: &storage) { bytes in
      bytes.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(self.length)))
    }
  }

  /// The address of a Unix socket.
  ///
  /// A leading `@` means Linux's abstract namespace, in which no file is made.
  ///
  /// - Throws: `nameTooLong` beyond the 107 bytes that `unix(7)` allows, `invalidArgument` for an
  ///   empty path and one with a zero byte.
  package init(unixPath path: String) throws(Errno) {
    var address = sockaddr_un()
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    let bytes = Array(path.utf8)
    // The kernel would stop at a zero byte, at a path that nobody asked for.
    guard !bytes.isEmpty, !bytes.contains(0) else { throw .invalidArgument }
    guard bytes.count < capacity else { throw .nameTooLong }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    var length = MemoryLayout<sockaddr_un>.size - capacity + bytes.count + 1
    if bytes[0] == UInt8(ascii: "@") {
      // An abstract name starts with a zero byte and ends where the length says, not at a zero.
      address.sun_path.0 = 0
      length -= 1
    }
    self = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        SocketAddress(copying: $0, length: socklen_t(length))
      }
    }
  }

  /// The address that the kernel's `getsockname(2)` or `getpeername(2)` writes.
  package static func read(
    _ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) throws(Errno) -> SocketAddress {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, &length) }
    }
    guard result == 0 else { throw .last }
    return withUnsafePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        SocketAddress(copying: $0, length: length)
      }
    }
  }

  /// Lends the address in the form that `bind(2)` and `connect(2)` take.
  package func withRaw<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    withUnsafePointer(to: storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }

  /// The same address with another port; unchanged for a path.
  package func withPort(_ port: UInt16) -> SocketAddress {
    var copy = self
    withUnsafeMutablePointer(to: &copy.storage) { pointer in
      switch Int32(pointer.pointee.ss_family) {
      case AF_INET:
        pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
          $0.pointee.sin_port = port.bigEndian
        }
      case AF_INET6:
        pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
          $0.pointee.sin6_port = port.bigEndian
        }
      default: break
      }
    }
    return copy
  }

  /// The endpoint this address names: numeric host and port, or path.
  package var endpoint: Endpoint {
    withUnsafePointer(to: storage) { pointer in
      switch family {
      case AF_INET:
        pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
          .tcp(numericHost, port: UInt16(bigEndian: $0.pointee.sin_port))
        }
      case AF_INET6:
        pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
          .tcp(numericHost, port: UInt16(bigEndian: $0.pointee.sin6_port))
        }
      default: .unix(unixPath)
      }
    }
  }

  private var numericHost: String {
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let result = withRaw { address, length in
      getnameinfo(address, length, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST)
    }
    return result == 0 ? host.withUnsafeBufferPointer { String(cString: $0.baseAddress!) } : "?"
  }

  private var unixPath: String {
    let header = MemoryLayout<sockaddr_un>.offset(of: \.sun_path)!
    return withUnsafeBytes(of: storage) { bytes in
      let path = bytes[min(header, Int(length))..<Int(length)]
      guard let first = path.first else { return "" }
      let text = path.dropFirst(first == 0 ? 1 : 0).prefix { $0 != 0 }
      return (first == 0 ? "@" : "") + String(decoding: text, as: UTF8.self)
    }
  }
}
