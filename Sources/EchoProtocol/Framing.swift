/// How a byte stream is cut into the frames that are echoed.
public enum Framing: String, CaseIterable, Sendable {
  /// No frames at all: every byte returns and none is interpreted (RFC 862).
  case raw

  /// A frame is a line; its terminator, LF or CRLF, is kept as received.
  ///
  /// A line that says `exit` ends the connection after its echo.
  case line

  /// A frame is announced by its length in bytes, a 32-bit big-endian prefix.
  ///
  /// The prefix does not count itself. A length of zero is a frame and is answered.
  case length

  /// The number of bytes of a length prefix.
  package static let prefixBytes = 4

  /// Reads a framing as it is typed on the command line.
  ///
  /// - Parameter text: `raw`, `line` or `length`, in lower case.
  /// - Throws: `ConfigurationError` with reason `unknownName` and the nearest name as its hint.
  public init(parsing text: String) throws(ConfigurationError) {
    guard let framing = Framing(rawValue: text) else {
      throw .unknown("framing", text, among: Framing.allCases.map(\.rawValue))
    }
    self = framing
  }
}

extension Framing: CustomStringConvertible {
  /// The name as it is typed on the command line.
  public var description: String { rawValue }
}
