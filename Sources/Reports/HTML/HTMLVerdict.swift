internal import Stress

/// What the run is worth, and why.
struct HTMLVerdict {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  /// What it comes to.
  enum Judgement: String {
    /// The figures are the server's, and every reply was right.
    case clean
    /// The figures are the server's; not every message was answered right.
    case faulty
    /// The figures are the server's, and it did not do what it was offered.
    case short
    /// The figures are the client's.
    case invalid
    /// There are no figures.
    case empty
  }

  var judgement: Judgement {
    if !record.valid { return .invalid }
    if record.isEmpty { return .empty }
    if !record.isClean { return .faulty }
    return record.isShort ? .short : .clean
  }

  var markup: Markup {
    """
    <section class="verdict \(judgement.rawValue)" id="verdict" data-verdict="\(judgement.rawValue)">
    <h2>\(heading)</h2>
    \(lead)\(doubts)\(sentences)
    </section>
    """
  }

  private var heading: String {
    switch judgement {
    case .clean: record.explanation.isEmpty ? "Valid and clean" : "Valid and clean, with remarks"
    case .faulty: "Valid, not clean"
    case .short: "Valid, short of its target"
    case .invalid: "Not valid"
    case .empty: "Nothing measured"
    }
  }

  private var lead: Markup {
    var words =
      switch judgement {
      case .clean:
        "The client kept up, and every reply came and was right: the figures are the server’s."
      case .faulty:
        "The client kept up, so the figures are the server’s; but \(failures)."
      case .short:
        "The client kept up, and every reply that came was right; but less came than was due."
      case .invalid:
        "The client could not keep up, so the figures say more about it than about the server."
      case .empty: record.isClean ? "" : Self.sentence(failures)
      }
    if judgement == .invalid, !record.isClean { words += " Also, \(failures)." }
    if record.endedEarly { words += " The run was ended before its time." }
    return words.isEmpty ? "" : "<p class=\"lead\">\(words)</p>"
  }

  private var failures: String {
    var parts: [String] = []
    if record.errors > 0 {
      parts.append(
        "\(plural(record.errors, "error")) \(record.errors == 1 ? "was" : "were") seen")
    }
    if record.mismatches > 0 {
      parts.append(
        "on \(plural(record.mismatches, "connection")) a reply was not what it should be"
      )
    }
    for companion in record.companions where companion.wrong > 0 {
      let kind = HTMLFigure.words(companion.kind)
      parts.append(
        "\(plural(companion.wrong, "reply", "replies")) to \(kind) peers "
          + (companion.wrong == 1 ? "was" : "were") + " wrong or missing")
    }
    return parts.joined(separator: ", and ")
  }

  private var doubts: Markup {
    guard !record.doubts.isEmpty else { return "" }
    let items = record.doubts.map { doubt -> Markup in
      """
      <li><span class="reason">\(Self.sentence(doubt.reason))</span> \
      <span class="advice">\(Self.sentence(doubt.advice))</span></li>
      """
    }
    return "<ul class=\"doubts\">\(items)</ul>"
  }

  private var sentences: Markup {
    let paragraphs = record.explanation.map { text -> Markup in "<p>\(Self.sentence(text))</p>" }
    return "\(paragraphs)"
  }

  /// With a capital at its beginning and a point at its end, however it was written, and with no
  /// line ending between a figure and its unit.
  static func sentence(_ text: String) -> String {
    guard let first = text.first, let last = text.last else { return "" }
    var words = text.dropFirst().split(separator: " ", omittingEmptySubsequences: false)
    let begin = words.isEmpty ? "" : first.uppercased() + words.removeFirst()
    let joined = words.reduce(begin) { sentence, word in
      let unit = word.prefix { $0.isLetter || $0 == "%" }
      let isUnit = ["ns", "µs", "ms", "s", "%"].contains(unit) && sentence.last?.isNumber == true
      return sentence + (isUnit ? "\u{A0}" : " ") + word
    }
    return joined + (".!?…".contains(last) ? "" : ".")
  }
}
