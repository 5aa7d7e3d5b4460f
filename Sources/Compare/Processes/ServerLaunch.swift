/// How a server is started, and how one knows that it is ready.
public struct ServerLaunch: Sendable, Equatable {
  /// When a server is ready.
  public enum Readiness: Sendable, Equatable {
    /// When it has printed so many lines `listening on ENDPOINT` to standard output, as
    /// `swiftlet serve` does.
    case listeningLines(Int)
    /// When a process of its tree listens on the port, and a connection to `127.0.0.1:{port}`
    /// succeeds.
    ///
    /// The server sees that connection come and go, once.
    case port
  }

  /// What it is called in messages.
  public var name: String
  /// The program, found in `PATH`, and its arguments; no shell.
  ///
  /// `{port}` in any of them is replaced by the number of a free port.
  public var words: [String]
  /// How one knows that it is ready.
  public var readiness: Readiness
  /// The cores that it and its descendants may run on; `nil` or none: those of the caller.
  public var cores: [Int]?
  /// How long it may take until it is ready.
  public var startTimeout: Duration

  /// A server by its command.
  public init(
    name: String, words: [String], readiness: Readiness, cores: [Int]? = nil,
    startTimeout: Duration = .seconds(10)
  ) {
    self.name = name
    self.words = words
    self.readiness = readiness
    self.cores = cores
    self.startTimeout = startTimeout
  }

  /// Whether any word asks for a port.
  var asksForPort: Bool { words.contains { $0.contains(Self.placeholder) } }

  /// The words with the port in place.
  func words(port: UInt16?) -> [String] {
    guard let port else { return words }
    return words.map { word in
      var rest = Substring(word)
      var filled = ""
      while let place = rest.firstRange(of: Self.placeholder) {
        filled += rest[..<place.lowerBound] + "\(port)"
        rest = rest[place.upperBound...]
      }
      return filled + rest
    }
  }

  static let placeholder = "{port}"
}

/// The command that becomes a guardian: it is given further words.
public struct GuardianCommand: Sendable, Equatable {
  /// The program, by its path, and its first arguments.
  public var words: [String]

  /// A guardian by its command.
  public init(words: [String]) { self.words = words }

  /// This program itself: `swiftlet guard`.
  public static let own = GuardianCommand(words: ["/proc/self/exe", "guard"])
}
