import EchoProtocol
import Testing

struct FramingTests {
  @Test(arguments: [("raw", Framing.raw), ("line", .line), ("length", .length)])
  func parsesAndPrintsEachName(name: String, framing: Framing) throws {
    #expect(try Framing(parsing: name) == framing)
    #expect(framing.description == name)
  }

  @Test(arguments: [
    ("lines", "unknown framing `lines`: did you mean `line`?"),
    ("lenght", "unknown framing `lenght`: did you mean `length`?"),
    ("RAW", "unknown framing `RAW`: choose one of raw, line, length"),
    ("", "unknown framing ``: choose one of raw, line, length"),
  ])
  func refusesAnUnknownName(name: String, text: String) {
    let error = #expect(throws: ConfigurationError.self) { try Framing(parsing: name) }
    #expect(error?.reason == .unknownName)
    #expect(error?.word == name)
    #expect(error?.description == text)
  }
}
