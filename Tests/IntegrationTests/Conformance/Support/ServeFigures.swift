import Foundation

/// What a server counted, by the names of its report.
struct ServeFigures: CustomStringConvertible {
  /// The first line of a report in words.
  static let head = "connections accepted"

  private var figures: [String: Int] = [:]

  init() {}

  /// The object at its end.
  init?(json: String) {
    guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)),
      let values = object as? [String: Any]
    else { return nil }
    figures = values.compactMapValues { $0 as? Int }
  }

  /// The last of the tables that SIGUSR1 asks for.
  init(table text: String) {
    guard let start = text.range(of: Self.head, options: .backwards)?.lowerBound else { return }
    for line in text[start...].split(separator: "\n") {
      guard let gap = line.range(of: "  "), let value = line.split(separator: " ").last else {
        continue
      }
      figures[String(line[..<gap.lowerBound])] = Int(value.filter { $0 != "," })
    }
  }

  /// Zero where the report has no such name: of the troubles it lists those that there were.
  subscript(_ name: String) -> Int { figures[name] ?? 0 }

  var description: String {
    figures.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
