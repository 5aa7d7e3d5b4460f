/// The built-in transforms, as the one table that drives parsing and the command line's help.
public enum TransformCatalog {
  /// What a transform takes after its colon: one whole number.
  public struct Argument: Sendable {
    /// What the help calls it, in capitals with its unit: `MICROSECONDS`.
    public let placeholder: String
    /// The numbers that are allowed.
    public let range: ClosedRange<Int>
  }

  /// One built-in transform.
  public struct Entry: Sendable {
    /// The name without the argument: `burn`.
    public let name: String
    /// What it takes after a colon, or nil.
    public let argument: Argument?
    /// The cost class of the transforms it makes.
    public let cost: TransformCost
    /// What it does, one line in lower case, for the help.
    public let summary: String
    /// Makes the transform from an argument that has been checked, 0 where it takes none.
    let make: @Sendable (Int) -> any Transform

    /// The name as the help shows it: `upper`, `burn:MICROSECONDS`.
    public var usage: String { argument.map { "\(name):\($0.placeholder)" } ?? name }

    init(
      _ name: String, argument: Argument? = nil, _ summary: String,
      make: @escaping @Sendable (Int) -> any Transform
    ) {
      self.name = name
      self.argument = argument
      self.summary = summary
      self.make = make
      cost = make(argument?.range.lowerBound ?? 0).cost
    }
  }

  /// Every built-in transform, in the order the help lists them.
  public static let entries: [Entry] = [
    Entry("identity", "answers what came") { _ in IdentityTransform() },
    Entry("upper", "ASCII letters become capitals") { _ in UpperTransform() },
    Entry("lower", "ASCII letters become small") { _ in LowerTransform() },
    Entry("rot13", "ASCII letters move 13 places") { _ in Rot13Transform() },
    Entry("reverse", "the frame's bytes in reverse order") { _ in ReverseTransform() },
    Entry("sha256", "the frame's SHA-256 digest in hexadecimal") { _ in SHA256Transform() },
    Entry("deflate", "the frame as a zlib stream") { _ in DeflateTransform() },
    Entry(
      "burn", argument: Argument(placeholder: "MICROSECONDS", range: BurnTransform.range),
      "keeps a CPU busy that long"
    ) { BurnTransform(microseconds: $0) },
    Entry(
      "wait", argument: Argument(placeholder: "MICROSECONDS", range: WaitTransform.range),
      "blocks that long, as a slow database would"
    ) { WaitTransform(microseconds: $0) },
    Entry("fault", "crash, spin or leak, if a frame says so: for tests") { _ in FaultTransform() },
  ]

  /// Makes the built-in transform that a word names.
  ///
  /// - Parameter word: a name, with a colon and a number where it takes one: `upper`, `burn:1000`.
  /// - Throws: `ConfigurationError` for an unknown name or a wrong argument.
  public static func transform(parsing word: String) throws(ConfigurationError) -> any Transform {
    let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let argument = parts.count == 2 ? String(parts[1]) : nil
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw .unknown("transform", name, among: entries.map(\.name))
    }
    return entry.make(try entry.checked(argument, in: word))
  }
}

extension TransformCatalog.Entry {
  /// The number that an argument says.
  fileprivate func checked(_ text: String?, in word: String) throws(ConfigurationError) -> Int {
    guard let argument else {
      guard text == nil else {
        throw ConfigurationError(
          reason: .superfluousArgument, word: word, problem: "`\(name)` takes no argument",
          hint: "write `\(name)` instead of `\(word)`")
      }
      return 0
    }
    let range = "\(argument.range.lowerBound) to \(argument.range.upperBound)"
    guard let text, !text.isEmpty else {
      throw ConfigurationError(
        reason: .missingArgument, word: word, problem: "`\(name)` needs an argument",
        hint: "write `\(usage)`, a whole number from \(range)")
    }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw ConfigurationError(
        reason: .invalidArgument, word: word, problem: "`\(text)` in `\(word)` is not a number",
        hint: "write `\(usage)`, a whole number from \(range)")
    }
    // Digits that `Int` cannot hold are a number all the same, and one that is too large.
    guard let number = Int(text), argument.range.contains(number) else {
      throw .outOfRange("the argument of", word, argument.range)
    }
    return number
  }
}
