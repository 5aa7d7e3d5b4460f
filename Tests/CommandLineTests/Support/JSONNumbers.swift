/// The numbers of a JSON text, each with its place, so that a test can put others there.
struct JSONNumbers {
  /// A number, and the member or element that it is.
  struct Place {
    /// The name of its key; empty in a list.
    let key: String
    /// The number alone.
    let number: Range<Int>
    /// The number with its key and the comma behind or before it.
    let member: Range<Int>
  }

  let text: [UInt8]
  private(set) var places: [Place] = []

  init(_ json: String) {
    text = Array(json.utf8)
    var index = 0
    var key = 0..<0
    while index < text.count {
      if text[index] == UInt8(ascii: "\"") {
        let end = Self.end(ofText: text, from: index)
        key = index..<end
        index = end
      } else if text[index] == UInt8(ascii: "-") || Self.isDigit(text[index]) {
        let end = text[index...].firstIndex { !Self.isPartOfNumber($0) } ?? text.count
        add(index..<end, after: key)
        index = end
      } else {
        index += 1
      }
    }
  }

  /// The text with something else at a place.
  func replacing(_ place: Place, with other: String) -> [UInt8] {
    text[..<place.number.lowerBound] + Array(other.utf8) + text[place.number.upperBound...]
  }

  /// The text without a place.
  func removing(_ place: Place) -> [UInt8] {
    Array(text[..<place.member.lowerBound] + text[place.member.upperBound...])
  }

  /// The text with something else at each place that is given one.
  func replacing(_ other: (Place) -> String?) -> [UInt8] {
    var changed: [UInt8] = []
    var done = 0
    for place in places {
      guard let value = other(place) else { continue }
      changed += text[done..<place.number.lowerBound] + Array(value.utf8)
      done = place.number.upperBound
    }
    return changed + text[done...]
  }

  private mutating func add(_ number: Range<Int>, after key: Range<Int>) {
    let isMember = key.upperBound + 1 == number.lowerBound
    var member = isMember ? key.lowerBound..<number.upperBound : number
    if text[member.upperBound] == UInt8(ascii: ",") {
      member = member.lowerBound..<member.upperBound + 1
    } else if text[member.lowerBound - 1] == UInt8(ascii: ",") {
      member = member.lowerBound - 1..<member.upperBound
    }
    let name = isMember ? String(decoding: text[key].dropFirst().dropLast(), as: UTF8.self) : ""
    places.append(Place(key: name, number: number, member: member))
  }

  private static func end(ofText text: [UInt8], from start: Int) -> Int {
    var index = start + 1
    while text[index] != UInt8(ascii: "\"") {
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index + 1
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    isDigit(byte) || "+-.eE".utf8.contains(byte)
  }
}
