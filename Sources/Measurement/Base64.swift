/// Base64 with padding and without line ends: RFC 4648, section 4.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")

  /// The six bits of each character; 0xFF for those outside the alphabet.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  /// The text of bytes.
  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for place in 0..<3 {
        bits = bits << 8 | (place < group.count ? UInt32(group[start + place]) : 0)
      }
      for place in 0..<4 {
        // Three bytes fill four characters, two fill three, one fills two.
        let isFilled = place <= group.count
        text.append(isFilled ? alphabet[Int(bits >> UInt32(18 - 6 * place)) & 0x3F] : padding)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text.
  ///
  /// Strict, as the RFC lets a decoder be: no other characters, complete groups, and nothing hidden
  /// in the bits that padding leaves over; so each text has one meaning and each meaning one text.
  ///
  /// - Throws: `HistogramEncodingError.notBase64` with the place of the first wrong character.
  static func decode(_ text: String) throws(HistogramEncodingError) -> [UInt8] {
    let characters = Array(text.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count / 4 * 3)
    var start = 0
    while start < characters.count {
      guard start + 4 <= characters.count else { throw .notBase64(characters.count) }
      // Only the last group may be padded, by one or two.
      let isLast = start + 4 == characters.count
      var filled = 4
      while isLast, filled > 2, characters[start + filled - 1] == padding { filled -= 1 }
      var bits: UInt32 = 0
      for place in 0..<4 {
        let value = place < filled ? values[Int(characters[start + place])] : 0
        guard value != 0xFF else { throw .notBase64(start + place) }
        bits = bits << 6 | UInt32(value)
      }
      let leftOver: UInt32 = filled == 4 ? 0 : filled == 3 ? 0xFF : 0xFFFF
      guard bits & leftOver == 0 else { throw .notBase64(start + filled - 1) }
      for place in 0..<(filled - 1) {
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * place)))
      }
      start += 4
    }
    return bytes
  }
}
