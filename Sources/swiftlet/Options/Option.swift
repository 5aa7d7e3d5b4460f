import Reports

/// One option of a command: how it is written, what the help says of it, and what it does.
///
/// This is the one place where an option is described; parser and help read it from
/// here, so neither of them can tell a different story.
struct Option<Options: Sendable>: Sendable {
  /// What the option does when it is met.
  enum Effect: Sendable {
    /// A flag: it takes no value.
    case flag(@Sendable (inout Options) -> Void)

    /// It takes a value; the reader says what is wrong with a bad one.
    case value(@Sendable (inout Options, String) throws(BadValue) -> Void)

    /// It ends the parse: the help is wanted, whatever else the line says.
    case help
  }

  /// The long name without its dashes: `idle-timeout`.
  let long: String

  /// The one-letter name, ASCII, where the option has one.
  let short: Character?

  /// What stands for the value in the help: `SECONDS`; `nil` for a flag.
  let placeholder: String?

  /// The default as the user would type it, so that a test can hold the help to the truth.
  let defaultText: String?

  /// The words the value is taken from, where they are a fixed few.
  let choices: [String]

  /// What it is for, in one line.
  let help: String

  /// What it does.
  let effect: Effect
}

extension Option {
  /// An option that takes a value, read by `parse` and stored in `field`.
  static func value<Value>(
    _ long: String, short: Character? = nil, _ placeholder: String, default defaultText: String?,
    choices: [String] = [], _ help: String,
    into field: any WritableKeyPath<Options, Value> & Sendable,
    _ parse: @escaping @Sendable (String) throws(BadValue) -> Value
  ) -> Option {
    Option(
      long: long, short: short, placeholder: placeholder, defaultText: defaultText,
      choices: choices, help: help,
      effect: .value { (options: inout Options, text: String) throws(BadValue) in
        options[keyPath: field] = try parse(text)
      })
  }

  /// An option that may be given several times, each of which adds to `field`.
  static func values<Value>(
    _ long: String, _ placeholder: String, _ help: String,
    addedTo field: any WritableKeyPath<Options, [Value]> & Sendable,
    _ parse: @escaping @Sendable (String) throws(BadValue) -> Value
  ) -> Option {
    Option(
      long: long, short: nil, placeholder: placeholder, defaultText: nil, choices: [], help: help,
      effect: .value { (options: inout Options, text: String) throws(BadValue) in
        options[keyPath: field].append(try parse(text))
      })
  }

  /// An option whose value is kept as written, for a library further down to read.
  static func text(
    _ long: String, _ placeholder: String, default defaultText: String, choices: [String] = [],
    _ help: String, into field: any WritableKeyPath<Options, String> & Sendable
  ) -> Option {
    value(
      long, placeholder, default: defaultText, choices: choices, help, into: field,
      { (text: String) throws(BadValue) -> String in
        if text.isEmpty { throw BadValue("the value is empty") }
        return text
      })
  }

  /// A flag that sets `field` to true.
  static func flag(
    _ long: String, short: Character? = nil, _ help: String,
    sets field: any WritableKeyPath<Options, Bool> & Sendable
  ) -> Option {
    Option(
      long: long, short: short, placeholder: nil, defaultText: nil, choices: [], help: help,
      effect: .flag { $0[keyPath: field] = true })
  }

  /// `-h, --help`, which every command has.
  static var help: Option {
    Option(
      long: "help", short: "h", placeholder: nil, defaultText: nil, choices: [],
      help: "show this help and exit", effect: .help)
  }
}
