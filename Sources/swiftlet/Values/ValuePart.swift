import Reports

/// A part of a value that is a list or a pair, which knows where in the value it stands.
///
/// So that an error can point at it.
struct ValuePart {
  /// The whole value.
  private let whole: String

  /// Where in it the part stands.
  private let range: Range<String.Index>

  /// All of a value.
  init(_ whole: String) {
    self.whole = whole
    range = whole.startIndex..<whole.endIndex
  }

  private init(_ whole: String, _ range: Range<String.Index>) {
    self.whole = whole
    self.range = range
  }

  /// The part as it was written.
  var text: String { String(whole[range]) }

  /// The pieces between separators; one more than there are separators.
  func split(at separator: Character) -> [ValuePart] {
    var parts: [ValuePart] = []
    var start = range.lowerBound
    for index in whole[range].indices where whole[index] == separator {
      parts.append(ValuePart(whole, start..<index))
      start = whole.index(after: index)
    }
    return parts + [ValuePart(whole, start..<range.upperBound)]
  }

  /// What stands before and behind the first `..`; `nil` where there is none.
  func splitRange() -> (low: ValuePart, high: ValuePart)? {
    for index in whole[range].indices where whole[index..<range.upperBound].hasPrefix("..") {
      let behind = whole.index(index, offsetBy: 2)
      return (
        ValuePart(whole, range.lowerBound..<index), ValuePart(whole, behind..<range.upperBound)
      )
    }
    return nil
  }

  /// What stands before and behind the last separator; `nil` where there is none.
  func splitLast(at separator: Character) -> (front: ValuePart, back: ValuePart)? {
    guard let index = whole[range].lastIndex(of: separator) else { return nil }
    return (
      ValuePart(whole, range.lowerBound..<index),
      ValuePart(whole, whole.index(after: index)..<range.upperBound)
    )
  }

  /// Reads the part, and points at it where it cannot be read.
  func read<Value>(_ parse: (String) throws(BadValue) -> Value) throws(BadValue) -> Value {
    do throws(BadValue) {
      return try parse(text)
    } catch {
      throw bad(error.message, hint: error.hint)
    }
  }

  /// An error that points at the part, unless the part is the whole value.
  func bad(_ message: String, hint: String? = nil) -> BadValue {
    let start = whole.distance(from: whole.startIndex, to: range.lowerBound)
    let length = whole.distance(from: range.lowerBound, to: range.upperBound)
    guard length < whole.count else { return BadValue(message, hint: hint) }
    return BadValue(
      message, hint: hint, excerpt: Excerpt(whole, marked: start..<start + length))
  }
}
