import CLinux
import Testing

/// A concurrency model: what stands behind `swiftlet serve --model`.
///
/// The one list of them: with a case more, every rule of this folder holds for that model too.
enum ServedModel: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case reactor
  case async
  case thread
  case pool
  case process
  case prefork
  case reactorOnLoops = "reactor --loops 2"
  case asyncOnLoops = "async --loops 2"

  /// Those that serve from forked children.
  static var ofProcesses: [ServedModel] { allCases.filter(\.isProcessModel) }

  /// Whether it serves from forked children.
  var isProcessModel: Bool { ["process", "prefork"].contains(rawValue) }

  /// Whether it has so many servants from its start to its end, who serve one client at a time.
  var hasFixedServants: Bool { ["pool", "prefork"].contains(rawValue) }

  /// Options with which it serves so many clients at once.
  func options(forClients count: Int) -> [String] {
    let words = rawValue.split(separator: " ").map { String($0) }
    return ["--model"] + words + (hasFixedServants ? ["--pool-size", "\(count)"] : [])
  }

  var testDescription: String { rawValue }
}

/// How much is done: less where each step takes twenty times as long.
enum Scale {
  /// A sanitizer watches; `make sanitize` says so.
  static let isReduced = getenv("SWIFTLET_SEEDS") != nil
}
