import Reports
import Testing

/// Nonsense is pointed at.
struct GateSyntaxTests {
  @Test(arguments: [
    ("", 0..<0, "there is no gate in it"),
    ("   ", 3..<3, "there is no gate in it"),
    ("p99", 0..<3, "'p99' compares nothing"),
    (" errors ", 1..<7, "'errors' compares nothing"),
    (">5ms", 0..<0, "there is no metric"),
    ("p99>", 4..<4, "there is no value"),
    ("p99=5ms", 3..<4, "'=' is not a comparison"),
    ("p99=>5ms", 3..<5, "'=>' is not a comparison"),
    ("p99==5ms", 3..<5, "'==' is not a comparison"),
    ("p99 ≥ 5ms", 4..<5, "'≥' is not a comparison"),
    ("p99>>5ms", 3..<5, "'>>' is not a comparison"),
    ("p99>5ms>3", 4..<9, "'5ms>3' has no unit of time: 'ms>3'"),
    ("eror>0", 0..<4, "'eror' is not a metric"),
    ("P99>5ms", 0..<3, "'P99' is not a metric"),
    ("p>5ms", 0..<1, "'p' is not a metric"),
    ("p9.9.9>5ms", 0..<6, "'p9.9.9' is not a metric"),
    ("p-1>5ms", 0..<3, "'p-1' is not a metric"),
    ("p1e1>5ms", 0..<4, "'p1e1' is not a metric"),
    ("pinf>5ms", 0..<4, "'pinf' is not a metric"),
    ("service.pp>5ms", 8..<10, "'pp' is not a metric"),
    ("service.>5ms", 0..<8, "'service.' is not a metric"),
    ("service.errors>0", 8..<14, "'errors' is not a metric"),
    ("p999>5ms", 0..<4, "'p999' is above 100 %"),
    ("lag.p100.1>5ms", 4..<10, "'p100.1' is above 100 %"),
    ("p99>5", 4..<5, "'5' has no unit"),
    ("p99>5 ms", 4..<8, "'5 ms' has no unit of time: ' ms'"),
    ("p99>-5ms", 4..<8, "'-5ms' is not a duration"),
    ("p99>.5ms", 4..<8, "'.5ms' is not a duration"),
    ("p99>5.ms", 4..<8, "'5.ms' is not a duration"),
    ("p99>5parsecs", 4..<12, "'5parsecs' has no unit of time: 'parsecs'"),
    ("p99>1e3ms", 4..<9, "'1e3ms' has no unit of time: 'e3ms'"),
    ("errors>1.5", 7..<10, "'1.5' is not a count"),
    ("errors>1ms", 7..<10, "'1ms' is not a count"),
    ("rate<10ms", 5..<9, "'10ms' has no unit of rate: 'ms'"),
    ("rate<0.99target", 5..<15, "'0.99target' has no unit of rate: 'target'"),
    ("rate<*target", 5..<12, "'*target' is not a rate"),
    ("rate<-1*target", 5..<14, "'-1*target' is not a rate"),
    ("rate<nan", 5..<8, "'nan' is not a rate"),
    ("cpu>80%", 4..<7, "'80%' is not a share of a core"),
    ("p99>٥ms", 4..<7, "'٥ms' is not a duration"),
    ("é>👍🏽", 0..<1, "'é' is not a metric"),
  ])
  func nonsense(text: String, word: Range<Int>, message: String) throws {
    let error = try #require(throws: GateSyntaxError.self) { try Gate(parsing: text) }
    #expect(error.message == message)
    #expect(error.word == word)
    #expect(!error.hint.isEmpty)
  }

  @Test(arguments: [
    ("eror>0", "did you mean 'errors'?"), ("p999>5ms", "did you mean 'p99.9'?"),
    ("p9999>5ms", "did you mean 'p99.99'?"), ("p101>5ms", "did you mean 'p10.1'?"),
    ("servce.p99>5ms", "did you mean 'service.p99'?"), ("lag.maxx>1ms", "did you mean 'max'?"),
  ])
  func hints(text: String, hint: String) throws {
    let error = try #require(throws: GateSyntaxError.self) { try Gate(parsing: text) }
    #expect(error.hint == hint)
  }

  @Test func caretsStandUnderTheWord() throws {
    let error = try #require(throws: GateSyntaxError.self) { try Gate(parsing: "rate < fast") }
    #expect(error.pointing == "  rate < fast\n         ^^^^\n")
    let missing = try #require(throws: GateSyntaxError.self) { try Gate(parsing: "p99>") }
    #expect(missing.pointing == "  p99>\n      ^\n")
  }

  @Test func noTextAtAllTraps() {
    let words = ["p99", "p", ".", ">", "<", "=", "5", "ms", "*target", "target", " ", "/s", "é"]
    for first in words {
      for second in words {
        for third in words {
          let text = first + second + third
          do {
            _ = try Gate(parsing: text)
          } catch {
            #expect(error.word.upperBound <= text.count)
          }
        }
      }
    }
  }
}
