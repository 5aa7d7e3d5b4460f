public import Measurement

/// Why a file is no record of a run or a comparison; says nothing of the file itself.
public enum RecordError: Error, Sendable, Equatable {
  /// It is not JSON; the reason in words.
  case notJSON(String)
  /// It is JSON, but it has no `schema`, so it is no record.
  case notARecord
  /// It is no record of a comparison, whatever else it may be.
  case notAComparison
  /// It was written by a later program; its schema, and the latest that this one knows.
  case newerSchema(Int, known: Int)
  /// A key is missing; the way to it, `plan.endpoints`.
  case missing(String)
  /// A value is not what it should be; the way to it, and what is expected in words.
  case wrongValue(String, expected: String)
  /// There is no histogram of this kind in it.
  case noHistogram(LatencyKind)
  /// The histogram of this name cannot be read.
  case badHistogram(String, HistogramEncodingError)
  /// A figure that JSON cannot hold: infinity, or none at all.
  case notFinite(String)
}

extension RecordError: CustomStringConvertible {
  /// One line that says what is wrong.
  public var description: String {
    switch self {
    case .notJSON(let reason): "not JSON: \(reason)"
    case .notARecord: "no record of a run: it has no 'schema'"
    case .notAComparison: "no record of a comparison: its 'kind' is not 'compare'"
    case .newerSchema(let schema, let known):
      "schema \(schema) is newer than this program's \(known)"
    case .missing(let path): "'\(path)' is missing; an older version may have written it"
    case .wrongValue(let path, let expected): "'\(path)' is not \(expected)"
    case .noHistogram(let kind): "no histogram '\(kind.rawValue)'"
    case .badHistogram(let name, let error): "histogram '\(name)' is damaged: \(error)"
    case .notFinite(let path): "'\(path)' is not a finite number"
    }
  }
}
