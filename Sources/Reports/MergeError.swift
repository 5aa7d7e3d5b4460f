/// Why runs cannot be merged.
public enum MergeError: Error, Sendable, Equatable {
  /// There are none.
  case nothing
  /// One of them is damaged; which, from 0, and how.
  case damaged(Int, RecordError)
  /// Their numbers together are beyond what a record may hold: no run has so many.
  case tooMany
}

extension MergeError: CustomStringConvertible {
  /// One line that says why.
  public var description: String {
    switch self {
    case .nothing: "there is nothing to merge"
    case .damaged(let index, let error): "run \(index + 1): \(error)"
    case .tooMany: "the counts together are beyond all measure: no load has that many messages"
    }
  }
}
