import EchoProtocol

/// Refuses frames that contain a capital X.
struct FailingTransform: Transform {
  struct Failure: Error, CustomStringConvertible { let description = "it contains X" }

  /// Made anew each time: a static one, whose address carries its case in spare bits, would look
  /// like a leak.
  static var error: EchoError { .transformFailed(name: "fail", reason: "it contains X") }

  var cost = TransformCost.inline
  var name: String { "fail" }
  func apply(to frame: inout [UInt8]) throws {
    if frame.contains(0x58) { throw Failure() }
  }
}

/// Changes nothing, at a given cost.
struct CostlyTransform: Transform {
  var cost: TransformCost
  var granularity: TransformGranularity { .byte }
  var name: String { "costly" }
  func apply(to frame: inout [UInt8]) {}
}
