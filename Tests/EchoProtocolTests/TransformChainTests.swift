import EchoProtocol
import Testing

struct TransformChainTests {
  @Test(arguments: [
    ("identity", TransformCost.inline, TransformGranularity.byte, false, false, true),
    ("identity,identity", .inline, .byte, false, false, true),
    ("upper", .inline, .byte, false, true, false),
    ("upper,reverse", .inline, .frame, false, true, false),
    ("upper,sha256", .cpuBound, .frame, false, true, false),
    ("deflate", .cpuBound, .frame, true, true, false),
    ("burn:5,upper", .cpuBound, .byte, false, true, false),
    ("burn:5,wait:5", .blocking, .byte, false, false, false),
    ("wait:5,sha256", .blocking, .frame, false, true, false),
  ])
  func composes(
    text: String, cost: TransformCost, granularity: TransformGranularity, mayAnswerLineFeed: Bool,
    changesFrame: Bool, isIdentity: Bool
  ) throws {
    let chain = try TransformChain(parsing: text)
    #expect(chain.name == text)
    #expect(chain.cost == cost)
    #expect(chain.granularity == granularity)
    #expect(chain.mayAnswerLineFeed == mayAnswerLineFeed)
    #expect(chain.changesFrame == changesFrame)
    #expect(chain.isIdentity == isIdentity)
  }

  @Test func costsAreOrderedByWeight() {
    #expect(TransformCost.inline < .cpuBound)
    #expect(TransformCost.cpuBound < .blocking)
  }

  @Test func noStepsAreTheIdentity() {
    #expect(TransformChain([]).isIdentity)
    #expect(TransformChain.identity.name == "identity")
  }

  @Test func takesTransformsOfOnesOwnAndFlattensChains() throws {
    let inner = TransformChain([CostlyTransform(cost: .blocking), UpperTransform()])
    let chain = TransformChain([inner, ReverseTransform()])
    #expect(chain.steps.count == 3)
    #expect(chain.name == "costly,upper,reverse")
    #expect(chain.cost == .blocking)
    var frame = Array("abc".utf8)
    try chain.apply(to: &frame)
    #expect(frame == Array("CBA".utf8))
  }

  @Test func namesTheStepThatFailed() {
    let chain = TransformChain([UpperTransform(), FailingTransform()])
    var frame = Array("x".utf8)
    #expect(throws: FailingTransform.error) { try chain.apply(to: &frame) }
  }

  @Test func aTransformsDefaultsAreModest() {
    struct Plain: Transform {
      var name: String { "plain" }
      func apply(to frame: inout [UInt8]) {}
    }
    #expect(Plain().cost == .inline)
    #expect(Plain().granularity == .frame)
    #expect(!Plain().mayAnswerLineFeed)
    #expect(Plain().changesFrame)
  }
}
