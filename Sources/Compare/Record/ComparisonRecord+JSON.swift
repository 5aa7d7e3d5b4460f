public import Reports

extension ComparisonRecord {
  /// The record as one JSON object on one line, keys sorted, with a newline at its end.
  ///
  /// - Throws: `RecordError.notFinite` where a figure is no number.
  public func json() throws(RecordError) -> String { try JSONText.line(self) }

  /// Reads a record from the bytes of a file, which may hold anything.
  ///
  /// - Throws: `RecordError`, which says in one line what is wrong with it.
  public init(json bytes: [UInt8]) throws(RecordError) {
    let head: Head
    do throws(RecordError) {
      head = try JSONText.decode(Head.self, from: bytes)
    } catch .notARecord {
      throw .notAComparison
    }
    guard head.kind == Self.kind, let schema = head.schema, schema > 0 else {
      throw .notAComparison
    }
    guard schema <= Self.schema else { throw .newerSchema(schema, known: Self.schema) }
    self = try JSONText.decode(ComparisonRecord.self, from: bytes)
    try validate()
  }

  /// What must be known before anything else is read.
  private struct Head: Decodable {
    let schema: Int?
    let kind: String?
  }
}
