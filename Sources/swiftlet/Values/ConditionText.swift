import Reports

/// Conditions on runs as the command line writes them: `p99>5ms`, and `p99>1.1` for two runs.
enum ConditionText {
  /// Reads a condition on one run.
  static func gate(_ text: String) throws(BadValue) -> Gate {
    do throws(GateSyntaxError) {
      return try Gate(parsing: text)
    } catch {
      throw badValue(error)
    }
  }

  /// Reads a condition on how two runs compare.
  static func ratio(_ text: String) throws(BadValue) -> RatioGate {
    do throws(GateSyntaxError) {
      return try RatioGate(parsing: text)
    } catch {
      throw badValue(error)
    }
  }

  private static func badValue(_ error: GateSyntaxError) -> BadValue {
    BadValue(error.message, hint: error.hint, excerpt: Excerpt(error.text, marked: error.word))
  }
}
