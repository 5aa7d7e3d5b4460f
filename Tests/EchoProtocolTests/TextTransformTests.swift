import EchoProtocol
import Testing

struct TextTransformTests {
  @Test(arguments: [
    ("identity", "Hello, Wörld 123!", "Hello, Wörld 123!"),
    ("upper", "Hello, Wörld 123!", "HELLO, WöRLD 123!"),
    ("upper", "`az{@AZ[", "`AZ{@AZ["),
    ("lower", "Hello, WÖRLD 123!", "hello, wÖrld 123!"),
    ("lower", "`az{@AZ[", "`az{@az["),
    ("rot13", "Hello, Wörld 123!", "Uryyb, Jöeyq 123!"),
    ("rot13", "`amnz{@AMNZ[", "`nzam{@NZAM["),
    ("reverse", "abc", "cba"),
    ("upper,reverse", "abc", "CBA"),
    ("rot13,rot13", "Hello", "Hello"),
  ])
  func answers(chain: String, frame: String, answer: String) throws {
    var bytes = Array(frame.utf8)
    try TransformChain(parsing: chain).apply(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == answer)
  }

  @Test(arguments: ["identity", "upper", "lower", "rot13", "reverse"])
  func answersAnEmptyFrameWithItself(chain: String) throws {
    var bytes: [UInt8] = []
    try TransformChain(parsing: chain).apply(to: &bytes)
    #expect(bytes.isEmpty)
  }

  @Test(arguments: ["upper", "lower", "rot13"])
  func changesAsciiLettersOnly(chain: String) throws {
    let all = (0...255).map { UInt8($0) }
    var bytes = all
    try TransformChain(parsing: chain).apply(to: &bytes)
    for (before, after) in zip(all, bytes) where before != after {
      #expect(Unicode.Scalar(before).properties.isAlphabetic)
      #expect(before < 0x80 && after < 0x80)
    }
  }

  @Test(arguments: ["upper", "lower", "rot13", "identity"])
  func byteGranularityGivesTheSameAnswerForAnySplit(chain: String) throws {
    let chain = try TransformChain(parsing: chain)
    #expect(chain.granularity == .byte)
    let all = (0...255).map { UInt8($0) }
    var whole = all
    try chain.apply(to: &whole)
    var pieces: [UInt8] = []
    for start in stride(from: 0, to: all.count, by: 7) {
      var piece = Array(all[start..<min(start + 7, all.count)])
      try chain.apply(to: &piece)
      pieces += piece
    }
    #expect(pieces == whole)
  }
}
