public import EchoProtocol
public import Reactor

/// One endpoint of a server, and what it answers there.
public struct EchoService: Sendable {
  /// Where to listen.
  public var endpoint: Endpoint

  /// What is echoed and how.
  public var echo: EchoConfiguration

  /// Pairs the two.
  public init(_ endpoint: Endpoint, _ echo: EchoConfiguration) {
    self.endpoint = endpoint
    self.echo = echo
  }

  /// Reads an endpoint that may carry its own framing and transforms:
  /// `127.0.0.1:5001?framing=line&transform=upper,sha256`.
  ///
  /// - Parameters:
  ///   - text: the endpoint, and behind a `?` what differs from `defaults`.
  ///   - defaults: what an endpoint that names none gets.
  /// - Throws: `EndpointSyntaxError` or `ConfigurationError`, each naming the offending word.
  public init(parsing text: String, defaults: EchoDefaults = EchoDefaults()) throws {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    endpoint = try Endpoint(parsing: String(parts[0]))
    var framing = defaults.framing
    var transform = defaults.transform
    for pair in parts.dropFirst().joined().split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      switch (String(sides[0]), sides.count) {
      case ("framing", 2): framing = String(sides[1])
      case ("transform", 2): transform = String(sides[1])
      default: throw EchoServiceSyntaxError(text: text, word: String(pair))
      }
    }
    echo = try EchoConfiguration(
      framing: Framing(parsing: framing), chain: TransformChain(parsing: transform),
      maximumFrameBytes: defaults.maximumFrameBytes)
  }
}

/// What an endpoint that says nothing about it answers.
public struct EchoDefaults: Sendable {
  /// The framing, as it is typed.
  public var framing = "raw"

  /// The transforms, as they are typed.
  public var transform = "identity"

  /// The longest frame, in bytes.
  public var maximumFrameBytes = EchoConfiguration.defaultMaximumFrameBytes

  /// The defaults of the defaults.
  public init() {}
}

/// Something behind an endpoint's question mark that is not understood.
public struct EchoServiceSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The endpoint as it was given.
  public let text: String

  /// The part that is not understood.
  public let word: String

  /// One line with both and what is expected.
  public var description: String {
    "`\(word)` in `\(text)` is not understood: framing=F and transform=T may follow the ?"
  }
}
