/// Text of a page that is safe as it stands.
///
/// Made by string interpolation, and there everything that is not markup itself is escaped: what
/// comes from outside (a command line, a server's bytes, a host's name) cannot become a tag by
/// being forgotten, because the compiler asks for a `Markup` where a tag is meant. So the version in
/// `let cell: Markup = "<td>\(record.version)</td>"` may hold anything.
package struct Markup: Sendable, Equatable {
  /// The text, escaped where it had to be.
  package private(set) var text: String

  /// Nothing.
  package init() { text = "" }

  /// Takes text that is markup already, such as a style sheet.
  ///
  /// - Parameter trusted: written by us, never from outside.
  package init(trusted: String) { text = trusted }

  /// Whether there is nothing.
  package var isEmpty: Bool { text.isEmpty }

  package static func += (left: inout Markup, right: Markup) { left.text += right.text }

  /// Text as it may stand between tags, or in an attribute between double quotes.
  ///
  /// Control characters are errors in a page and invisible besides: they become their pictures
  /// (U+2400 to U+2421), but for the tab and the newline.
  package static func escape(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(VisibleText.standIn(for: scalar) ?? scalar)
      }
    }
    return escaped
  }
}

extension Markup: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { text = value }

  package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  /// Gathers the literal parts as they are and escapes the rest.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    package mutating func appendInterpolation(_ markup: Markup) { text += markup.text }

    package mutating func appendInterpolation(_ parts: [Markup]) {
      for part in parts { text += part.text }
    }

    package mutating func appendInterpolation(_ plain: String) { text += Markup.escape(plain) }

    package mutating func appendInterpolation(_ number: Int) { text += String(number) }
  }
}
