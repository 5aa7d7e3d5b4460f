// getopt keeps its place in global variables, which Swift cannot see are guarded by `turn` below.
@preconcurrency import CLinux
import Sockets

/// The C library's `getopt_long(3)` as a function: words in, items out.
enum GetOptLong {
  /// How one option is written, as far as splitting words needs to know.
  struct Name: Sendable {
    /// The long name without dashes.
    let long: String
    /// The one-letter name, ASCII.
    let short: Character?
    /// Whether a value follows.
    let takesValue: Bool
  }

  /// What a word, or two, turned out to be; the numbers are places in the list of names.
  enum Item: Equatable, Sendable {
    case flag(Int)
    case value(Int, String)
    case operand(String)
    /// No such option; the word as written, without `=value`.
    case unknown(String)
    /// The line ends where the value should be.
    case missingValue(Int)
    /// `--flag=value` for an option that takes none.
    case unwantedValue(Int, String)
  }

  /// getopt is one per process, and tests run in parallel: parses take turns.
  ///
  /// The count is there for its address: of a lock around nothing ThreadSanitizer thinks the worst.
  private static let turn = Locked(0)

  /// Splits `words`, stopping after the first item that is an error.
  ///
  /// - Parameter stopAtOperand: everything from the first operand on is operands, as a front with
  ///   commands needs; otherwise options and operands mix in any order. `--` ends the options.
  static func split(_ words: [String], names: [Name], stopAtOperand: Bool) -> [Item] {
    turn.withLock { turns in
      turns &+= 1
      var argv: [UnsafeMutablePointer<CChar>?] = (["swiftlet"] + words).map { strdup($0) } + [nil]
      let longNames = names.map { strdup($0.long) }
      defer { (argv + longNames).forEach { free($0) } }
      var table = names.indices.map { place in
        option(
          name: longNames[place], has_arg: names[place].takesValue ? 1 : 0, flag: nil,
          val: longBase + CInt(place))
      }
      table.append(option())

      // '-' hands operands out in their order ('+' ends at the first) and, unlike the default,
      // both ignore POSIXLY_CORRECT; ':' tells a missing value from an unknown option.
      let letters = names.compactMap { name in
        name.short.map { String($0) + (name.takesValue ? ":" : "") }
      }
      let pattern = (stopAtOperand ? "+:" : "-:") + letters.joined()
      return scan(&argv, words: words, names: names, pattern: pattern, table: table)
    }
  }

  /// Values of long options start above every letter.
  private static let longBase: CInt = 256

  private static func scan(
    _ argv: inout [UnsafeMutablePointer<CChar>?], words: [String], names: [Name], pattern: String,
    table: [option]
  ) -> [Item] {
    optind = 0  // glibc: also forgets a half-read "-abc" of the last parse
    opterr = 0  // the messages are ours
    var items: [Item] = []
    while true {
      // The word being read, before getopt moves on: argv[0] is the program.
      let word =
        words.indices.contains(Int(max(optind, 1)) - 1) ? words[Int(max(optind, 1)) - 1] : ""
      let code = getopt_long(CInt(words.count + 1), &argv, pattern, table, nil)
      if code == -1 { break }
      let item = classify(code, word: word, names: names)
      items.append(item)
      switch item {
      case .unknown, .missingValue, .unwantedValue: return items
      case .flag, .value, .operand: continue
      }
    }
    return items + words[(Int(optind) - 1)...].map { .operand($0) }
  }

  private static func classify(_ code: CInt, word: String, names: [Name]) -> Item {
    let name = word.hasPrefix("--") ? String(word.prefix { $0 != "=" }) : word
    switch code {
    case 1:
      return .operand(word)
    case CInt(UInt8(ascii: "?")):
      // optopt is the letter, or the long option that got a value it does not take, or 0.
      guard optopt >= longBase else {
        let letter = name.hasPrefix("--") ? nil : Unicode.Scalar(UInt32(bitPattern: optopt))
        return .unknown(letter.map { $0.isASCII ? "-\($0)" : name } ?? name)
      }
      let place = Int(optopt - longBase)
      return isExact(name, names[place]) ? .unwantedValue(place, word) : .unknown(name)
    case CInt(UInt8(ascii: ":")):
      return place(of: optopt, names: names).map { place in
        isExact(name, names[place]) ? .missingValue(place) : .unknown(name)
      } ?? .unknown(name)
    default:
      guard let place = place(of: code, names: names), isExact(name, names[place]) else {
        return .unknown(name)
      }
      return names[place].takesValue ? .value(place, String(cString: optarg)) : .flag(place)
    }
  }

  /// Refuses getopt's abbreviations: `--conn` in a script would break on the day that a second
  /// option begins with it.
  private static func isExact(_ word: String, _ name: Name) -> Bool {
    !word.hasPrefix("--") || word == "--" + name.long
  }

  private static func place(of code: CInt, names: [Name]) -> Int? {
    if code >= longBase { return Int(code - longBase) }
    return names.firstIndex { $0.short?.asciiValue.map { CInt($0) } == code }
  }
}
