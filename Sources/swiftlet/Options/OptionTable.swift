/// All that the command line knows of one command: its words, their help, and what they do.
struct OptionTable<Options: Sendable & Equatable>: Sendable {
  /// What a command takes beside its options.
  struct Operand: Sendable {
    /// What stands for it in the help: `ENDPOINT`.
    let placeholder: String

    /// How many there must be.
    let count: ClosedRange<Int>

    /// What it is, in a line or two.
    let help: String

    /// What is used when none is given.
    let defaultText: String?

    /// Takes one operand, in the order they are written.
    let take: @Sendable (inout Options, String) -> Void

    /// A command that takes options alone.
    static var nothing: Operand {
      Operand(placeholder: "", count: 0...0, help: "", defaultText: nil, take: { _, _ in })
    }
  }

  /// Options that belong together, under one heading of the help.
  struct Group: Sendable {
    /// The heading.
    let title: String

    /// The options in the order of the help.
    let options: [Option<Options>]
  }

  /// How the command is called, `swiftlet serve`.
  let program: String

  /// What it does, in one line.
  let summary: String

  /// What is further to know, in lines of at most 80 columns; may be empty.
  let details: [String]

  /// What it takes beside its options; `nil` for a front whose operands are another command.
  let operand: Operand?

  /// Its options; `--help` is added to the last group.
  let groups: [Group]

  /// Command lines worth copying.
  let examples: [String]

  /// A fresh set of options, with every default in it.
  let defaults: Options

  /// Checks what no single option can, whether they agree with each other, and settles defaults
  /// that depend on each other.
  ///
  /// It is given the long names of the options that were written, which tells a default from the
  /// same value asked for.
  let check: @Sendable (inout Options, _ written: Set<String>) throws(CommandError) -> Void

  init(
    program: String, summary: String, details: [String] = [], operand: Operand?, groups: [Group],
    examples: [String], defaults: Options,
    check: @escaping @Sendable (inout Options, Set<String>) throws(CommandError) -> Void = {
      (_, _) in
    }
  ) {
    self.program = program
    self.summary = summary
    self.details = details
    self.operand = operand
    self.examples = examples
    self.defaults = defaults
    self.check = check
    let last = groups[groups.count - 1]
    self.groups =
      groups.dropLast() + [Group(title: last.title, options: last.options + [.help])]
  }

  /// Every option, in the order of the help.
  var options: [Option<Options>] { groups.flatMap(\.options) }
}
