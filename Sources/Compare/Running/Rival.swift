/// One who takes part in a comparison: a concurrency model of this program, or any other server.
public struct Rival: Sendable, Equatable {
  /// How it is started, and what can be asked of it.
  public enum Kind: Sendable, Equatable {
    /// `swiftlet serve --model …`: any framing and transform, workers or none.
    ///
    /// - Parameters:
    ///   - program: the words of the program, up to `serve` exclusively.
    ///   - model: what `--model` is given.
    ///   - options: further options of `serve`.
    case model(program: [String], model: String, options: [String])
    /// A command of somebody else's, with `{port}` where it is to listen on `127.0.0.1`. It echoes
    /// bytes as they come, and is asked for nothing else.
    case peer(words: [String])
  }

  /// What it is called; no two of a comparison have the same name.
  public let name: String
  /// How it is started.
  public let kind: Kind
  /// What it is, in one line.
  public let summary: String
  /// How many clients it serves at once; `nil`: as many as the machine has room for.
  public let clientLimit: Int?

  /// A rival by its parts.
  public init(name: String, kind: Kind, summary: String, clientLimit: Int? = nil) {
    self.name = name
    self.kind = kind
    self.summary = summary
    self.clientLimit = clientLimit
  }

  /// Whether it transforms frames, and listens on more than one endpoint.
  var isModel: Bool { if case .model = kind { true } else { false } }

  /// The command that is run, as a reader would type it.
  var command: String {
    switch kind {
    case .model(_, let model, let options):
      (["swiftlet", "serve", "--model", model] + options).joined(separator: " ")
    case .peer(let words): words.joined(separator: " ")
    }
  }

  /// How to start it for a setting.
  ///
  /// - Returns: `nil` where it cannot do what is asked.
  func launch(_ need: ServerNeed, cores: [Int]?) -> ServerLaunch? {
    switch kind {
    case .peer(let words):
      guard need.isPlainEcho else { return nil }
      return ServerLaunch(name: name, words: words, readiness: .port, cores: cores)
    case .model(let program, let model, let options):
      let endpoints = need.services.map { service in
        "127.0.0.1:0?framing=\(service.framing)&transform=\(service.transform)"
      }
      // What a connection is owed is never cut short here: a cell ends by killing its server.
      var words = program + ["serve"] + endpoints + ["--model", model, "--quiet"] + options
      if let workers = need.workers { words += ["--workers", "\(workers)"] }
      return ServerLaunch(
        name: name, words: words, readiness: .listeningLines(endpoints.count), cores: cores)
    }
  }
}

/// What a setting asks of a server.
struct ServerNeed: Sendable, Equatable {
  /// What one endpoint answers.
  struct Service: Sendable, Equatable {
    var framing = "raw"
    var transform = "identity"
  }

  /// Its endpoints, in order.
  var services = [Service()]
  /// Worker threads of the models on a loop; `nil`: their default, one per core.
  var workers: Int?
  /// Whether it may use every core, because the client needs next to none of them.
  var usesAllCores = false

  /// Whether a server that only echoes bytes will do.
  var isPlainEcho: Bool { services == [Service()] }
}
