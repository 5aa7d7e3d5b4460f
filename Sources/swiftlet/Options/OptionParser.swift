import Reports

/// What a command line asks for.
enum Parsed<Options: Sendable & Equatable>: Equatable, Sendable {
  /// To run, with these options.
  case run(Options)

  /// To be told how.
  case help
}

extension OptionTable {
  /// Reads the words behind the command.
  ///
  /// Options and operands mix in any order, `--` ends the options, a repeated option's last
  /// value counts (unless it collects them), and names are written out in full.
  func parse(_ words: [String]) throws(CommandError) -> Parsed<Options> {
    guard let (options, operands, written) = try read(words, stopAtOperand: false) else {
      return .help
    }
    return .run(try taking(operands, into: options, written))
  }

  /// Reads options up to the first word that is none; `nil` when the help is wanted.
  ///
  /// - Returns: the options, and the words that are left.
  func parse(
    _ words: [String], stopAtOperand: Bool
  ) throws(CommandError) -> (options: Options, rest: [String])? {
    try read(words, stopAtOperand: stopAtOperand).map { ($0.options, $0.operands) }
  }

  private func read(
    _ words: [String], stopAtOperand: Bool
  ) throws(CommandError) -> (options: Options, operands: [String], written: Set<String>)? {
    let table = self.options
    let names = table.map {
      GetOptLong.Name(long: $0.long, short: $0.short, takesValue: $0.placeholder != nil)
    }
    var options = defaults
    var operands: [String] = []
    var written: Set<String> = []
    for item in GetOptLong.split(words, names: names, stopAtOperand: stopAtOperand) {
      switch item {
      case .flag(let place):
        guard case .flag(let set) = table[place].effect else { return nil }
        set(&options)
        written.insert(table[place].long)
      case .value(let place, let text):
        try table[place].take(text, into: &options)
        written.insert(table[place].long)
      case .operand(let word):
        operands.append(word)
      case .unknown(let word):
        throw unknown(word)
      case .missingValue(let place):
        let option = table[place]
        throw .usage(
          "--\(option.long) needs a value",
          hint: "write it like --\(option.long) \(option.defaultText ?? option.placeholder ?? "")")
      case .unwantedValue(let place, let word):
        throw .usage(
          "--\(table[place].long) takes no value, got '\(word)'",
          hint: "write --\(table[place].long) alone")
      }
    }
    return (options, operands, written)
  }

  private func taking(
    _ operands: [String], into options: Options, _ written: Set<String>
  ) throws(CommandError) -> Options {
    var options = options
    let limit = operand?.count ?? 0...0
    if operands.count > limit.upperBound {
      throw .usage("unexpected word '\(operands[limit.upperBound])'", hint: seeHelp)
    }
    if operands.count < limit.lowerBound {
      let placeholder = operand?.placeholder ?? "word"
      throw .usage(
        operands.isEmpty ? "no \(placeholder) given" : "another \(placeholder) is needed",
        hint: examples.first.map { "try: \($0)" })
    }
    for word in operands {
      if word.isEmpty { throw .usage("'' is not an \(operand?.placeholder ?? "operand")") }
      operand?.take(&options, word)
    }
    try check(&options, written)
    return options
  }

  private func unknown(_ word: String) -> CommandError {
    let long = word.hasPrefix("--") ? String(word.dropFirst(2)) : ""
    let guess = Suggestion.question(for: long, among: self.options.map(\.long), prefix: "--")
    return .usage("unknown option '\(word)'", hint: guess ?? seeHelp)
  }

  private var seeHelp: String { "see '\(program) --help'" }
}

extension Option {
  /// Applies a value, naming the option in the error of a bad one.
  fileprivate func take(_ text: String, into options: inout Options) throws(CommandError) {
    guard case .value(let take) = effect else { return }
    do throws(BadValue) {
      try take(&options, text)
    } catch {
      throw .usage("--\(long): \(error.message)", hint: error.hint, excerpt: error.excerpt)
    }
  }
}
