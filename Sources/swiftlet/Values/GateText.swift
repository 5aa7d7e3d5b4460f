/// Conditions on a run, `p99>5ms`.
enum GateText {
  static func parseGate(_ text: String) throws(BadValue) -> String {
    if text.isEmpty { throw BadValue("the condition is empty") }
    return text
  }

  static func parseCondition(_ text: String) throws(BadValue) -> String? { try parseGate(text) }
}
