public import Measurement

extension RunRecord {
  /// The record as one JSON object on one line, keys sorted, with a newline at its end.
  ///
  /// Two records differ as texts only where their figures do.
  ///
  /// - Throws: `RecordError.notFinite` where a figure is no number.
  public func json() throws(RecordError) -> String {
    try JSONText.line(self)
  }

  /// Reads a record from the bytes of a file.
  ///
  /// - Throws: `RecordError`, which says what is wrong with it.
  public init(json bytes: [UInt8]) throws(RecordError) {
    let schema = try JSONText.decode(SchemaOnly.self, from: bytes).schema
    guard let schema, schema > 0 else { throw .notARecord }
    guard schema <= Self.schema else { throw .newerSchema(schema, known: Self.schema) }
    self = try JSONText.decode(RunRecord.self, from: bytes)
    try validate()
  }

  /// The number of the schema alone, which must be known before anything else is read.
  private struct SchemaOnly: Decodable { let schema: Int? }

  /// A distribution in full.
  ///
  /// Its smallest and largest values are put back to the exact ones, which the encoding does not
  /// keep.
  ///
  /// - Throws: `RecordError.noHistogram`, `.badHistogram`.
  public func histogram(_ kind: LatencyKind) throws(RecordError) -> Histogram {
    guard let encoded = histograms[kind] else { throw .noHistogram(kind) }
    do {
      return try encoded.decoded().restoringExtremes(of: self[kind])
    } catch {
      throw .badHistogram(kind.rawValue, error)
    }
  }
}
