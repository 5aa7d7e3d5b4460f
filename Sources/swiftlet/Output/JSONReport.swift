import Reports

/// A report as one JSON object on one line, with the number of its schema among its keys.
///
/// Keys are those that the body's `CodingKeys` give, in snake_case with their unit, sorted; so two
/// reports differ only where their figures do.
struct JSONReport<Body: Encodable>: Encodable {
  /// Counts up when a key changes its meaning or goes away; a new key is no new schema.
  let schema: Int

  /// What is reported; it must encode as an object.
  let body: Body

  private enum Key: String, CodingKey { case schema }

  func encode(to encoder: any Encoder) throws {
    try body.encode(to: encoder)
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(schema, forKey: .schema)
  }

  /// The line, ending in a newline.
  func line() throws(CommandError) -> String {
    do throws(RecordError) {
      return try JSONText.line(self)
    } catch {
      throw .software("the report cannot be written as JSON: \(error)")
    }
  }
}
