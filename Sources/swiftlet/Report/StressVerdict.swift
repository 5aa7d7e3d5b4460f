import Reports

/// What a run comes to: one sentence and the exit status.
struct StressVerdict: Equatable {
  /// Conditions that the run was told to refuse and that it fulfils, each with its figure.
  let firedGates: [String]

  /// What the process exits with.
  let status: ExitStatus

  /// It in words.
  let sentence: String

  /// Judges a run.
  ///
  /// - Parameter isStrict: whether a run that measured its own client is refused.
  init(_ record: RunRecord, firedGates: [String] = [], isStrict: Bool = false) {
    self.firedGates = firedGates
    let objection = Self.objection(record, firedGates, isStrict)
    status = objection == nil ? .well : .refused
    if let objection {
      sentence = objection
    } else if record.isEmpty {
      sentence = Self.nothing
    } else if !record.valid {
      sentence = "every byte came back right, but the figures are the client's"
    } else {
      sentence = "every byte came back right"
    }
  }

  /// Judges a run by gates.
  init(_ record: RunRecord, _ gates: [Gate], isStrict: Bool = false) throws(CommandError) {
    var fired: [String] = []
    for gate in gates {
      do throws(RecordError) {
        if let verdict = try gate.fires(on: record) { fired.append("\(verdict)") }
      } catch {
        throw .unavailable("--fail-if '\(gate)' cannot be judged: \(error)")
      }
    }
    self.init(record, firedGates: fired, isStrict: isStrict)
  }

  private static let nothing = "nothing was measured"

  private static func objection(
    _ record: RunRecord, _ firedGates: [String], _ isStrict: Bool
  ) -> String? {
    if !record.isClean { return "not every message was answered, and answered right" }
    // Nothing measured is no good news, unless that is what the user asked for.
    if record.isEmpty, !record.endedEarly { return nothing }
    if firedGates.count == 1 { return "a gate fired" }
    if !firedGates.isEmpty { return "\(firedGates.count) gates fired" }
    if isStrict, !record.valid { return "the figures are the client's: refused, for --strict" }
    return nil
  }
}
