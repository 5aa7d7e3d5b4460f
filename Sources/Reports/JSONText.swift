internal import FoundationEssentials

/// JSON in and out, with our own errors.
package enum JSONText {
  /// A value as one line, keys sorted, with a newline at its end.
  package static func line(_ value: some Encodable) throws(RecordError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    } catch EncodingError.invalidValue(_, let context) {
      throw .notFinite(path(context.codingPath))
    } catch {
      throw .notFinite("\(error)")
    }
  }

  /// A value out of the bytes of a file.
  package static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8]
  ) throws(RecordError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw self.error(error)
    } catch let error as RecordError {
      throw error
    } catch {
      throw .notJSON("\(error)")
    }
  }

  private static func error(_ error: DecodingError) -> RecordError {
    switch error {
    case .keyNotFound(let key, let context):
      return .missing(path(context.codingPath + [key]))
    case .valueNotFound(_, let context):
      if context.codingPath.isEmpty { return .notARecord }
      return .missing(path(context.codingPath))
    case .typeMismatch(let type, let context):
      // The outermost thing being something else than an object: it is no record at all.
      if context.codingPath.isEmpty { return .notARecord }
      return .wrongValue(path(context.codingPath), expected: words(for: type))
    case .dataCorrupted(let context):
      guard !context.codingPath.isEmpty else { return .notJSON(reason(context)) }
      return .wrongValue(path(context.codingPath), expected: "valid: \(context.debugDescription)")
    @unknown default:
      return .notJSON("\(error)")
    }
  }

  /// What the parser says, with the place where it is known.
  private static func reason(_ context: DecodingError.Context) -> String {
    if let underlying = context.underlyingError { return "\(underlying)" }
    return "it is broken, or a number in it is beyond all measure"
  }

  private static func words(for type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is Double.Type: "a number"
    case is Int.Type, is UInt64.Type: "a whole number"
    default: "\(type)".hasPrefix("Array") || "\(type)".hasPrefix("[") ? "a list" : "an object"
    }
  }

  /// `intervals[3].latency_us.p50`.
  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce(into: "") { path, key in
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += (path.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }
}

/// Words as keys are written: `slow reader` is `slow_reader`.
package func snakeCase(_ words: String) -> String {
  words.split(separator: " ").joined(separator: "_")
}
