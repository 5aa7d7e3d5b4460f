internal import Measurement

/// What is to be compared, and how thoroughly.
public struct ComparisonPlan: Sendable {
  /// How many settings there are of each work.
  public enum Scale: String, Sendable, CaseIterable {
    /// One or two, three rounds: under a minute with six models.
    case quick
    /// Enough to draw curves, and the searches for crossovers: under ten minutes.
    case full
  }

  /// Who takes part, in the order in which they are shown; at least two.
  public var rivals: [Rival]
  /// The works, in the order in which they are done.
  public var works: [Work] = Work.allCases
  /// How thoroughly.
  public var scale = Scale.full
  /// How often each rival is measured at each setting, taking turns; at least 3, because with fewer
  /// nobody can say how much runs vary.
  public var rounds: Int
  /// How long each run measures.
  public var secondsPerRun: Double
  /// What becomes the guardian of each server.
  public var guardian = GuardianCommand.own
  /// The machine, as it is when the plan is made: before anything is bound to some of its cores.
  let environment = MachineFingerprint.current()
  /// The version of the program, for the record.
  public var version: String
  /// The command as it was typed, for the record; its first words also begin the commands that run
  /// one work again.
  public var command: [String]

  /// A comparison with the rounds and times of its scale.
  public init(_ rivals: [Rival], scale: Scale, version: String, command: [String]) {
    self.rivals = rivals
    self.scale = scale
    self.version = version
    self.command = command
    rounds = scale == .quick ? 3 : 5
    secondsPerRun = scale == .quick ? 0.1 : 0.3
  }

  /// What runs one work again and nothing else.
  func rerun(_ work: Work) -> String {
    var words: [String] = []
    var rest = command[...]
    while let word = rest.popFirst() {
      // Not what chooses works, nor where results went.
      if Self.isDropped(word) {
        if !word.contains("=") { rest = rest.dropFirst() }
      } else {
        words.append(Self.quoted(word))
      }
    }
    return (words + ["--work", work.rawValue]).joined(separator: " ")
  }

  /// Whether a word is one of these options.
  private static func isDropped(_ word: String) -> Bool {
    ["--work", "--json-file", "--html", "--check"].contains { $0 == word.prefix { $0 != "=" } }
  }

  /// A word as a shell takes it for one, whatever is in it.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_=+,./:@%".utf8.contains(byte)
      }
    }
    if isPlain, !word.isEmpty { return word }
    // Within single quotes nothing is special but their end.
    let inside = word.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + inside.joined(separator: "'\\''") + "'"
  }
}

/// How far a comparison has come.
public struct ComparisonProgress: Sendable {
  /// The work that is being done.
  public var work: Work
  /// Its setting, `1,000 connections`.
  public var setting: String
  /// Who is being measured.
  public var rival: String
  /// Which round, from 1.
  public var round: Int
  /// How much of all there is to do is done, 0 to 1.
  public var share: Double
  /// How long it has taken so far.
  public var elapsed: Duration
  /// How long the rest will take, as far as one can tell; `nil` at the beginning.
  public var left: Duration?
}
