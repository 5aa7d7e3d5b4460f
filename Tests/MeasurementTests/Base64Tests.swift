import Testing

@testable import Measurement

@Suite("Base64")
struct Base64Tests {
  // RFC 4648, section 10.
  @Test(
    "agrees with the RFC's own examples",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func examples(plain: String, text: String) throws {
    #expect(Base64.encode(Array(plain.utf8)) == text)
    #expect(try Base64.decode(text) == Array(plain.utf8))
  }

  @Test("every byte comes back, whatever the length")
  func roundTrip() throws {
    let all = Array(UInt8.min...UInt8.max)
    for length in 0...all.count {
      let bytes = Array(all.suffix(length))
      #expect(try Base64.decode(Base64.encode(bytes)) == bytes)
    }
  }

  @Test(
    "points at the first wrong character",
    arguments: [
      ("Zm9", 3), ("Z", 1), ("Zm9vYmF", 7), ("Zm 9", 2), ("Zm9v\n", 5), ("====", 0),
      ("Z===", 1), ("Zg==Zg==", 2), ("Zm9=Zm9v", 3), ("Zm9-", 3), ("Zm9_", 3), ("Zm9é", 3),
      ("Zm9vé", 6), ("Zg=v", 2),
      // Bits that padding leaves over and that are not zero: two texts for one meaning.
      ("Zh==", 1), ("Zm9=", 2),
    ])
  func nonsense(text: String, place: Int) {
    #expect(throws: HistogramEncodingError.notBase64(place)) { try Base64.decode(text) }
  }
}
