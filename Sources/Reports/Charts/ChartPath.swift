/// The `d` of an SVG path, in a square of 10,000 units whose origin is the upper left corner.
///
/// The square is stretched over the plot whatever its size: a chart drawn once fits a phone and a
/// sheet of paper. A unit is a tenth of a pixel on a large screen, and being whole numbers they
/// keep the page small.
package struct ChartPath: Sendable, Equatable {
  /// How many units the square has each way.
  package static let extent = 10_000.0

  /// The path so far.
  package private(set) var text = ""

  private var last: (x: Int, y: Int)?

  /// Nothing drawn.
  package init() {}

  package static func == (left: ChartPath, right: ChartPath) -> Bool { left.text == right.text }

  /// Lifts the pen.
  package mutating func lift() { last = nil }

  /// Draws to a place, or begins there; places go from 0 to 1, right and up.
  package mutating func line(to x: Double, _ y: Double) {
    let next = (x: Self.unit(x), y: Self.unit(1 - y))
    switch last {
    case .none: text += "M\(next.x) \(next.y)"
    case .some(let last) where last == next: return
    case .some(let last) where last.y == next.y: text += "H\(next.x)"
    case .some(let last) where last.x == next.x: text += "V\(next.y)"
    case .some: text += "L\(next.x) \(next.y)"
    }
    last = next
  }

  /// Goes back to where the pen was put down.
  package mutating func close() {
    text += "Z"
    last = nil
  }

  private static func unit(_ place: Double) -> Int {
    Int((min(max(place, 0), 1) * extent).rounded())
  }

  /// A stretch with its height.
  package typealias Step = (from: Double, to: Double, height: Double?)

  /// A line that stays level over each stretch, with a gap where there is no value.
  package static func steps(_ steps: [Step]) -> ChartPath {
    var path = ChartPath()
    for step in steps {
      guard let height = step.height else {
        path.lift()
        continue
      }
      path.line(to: step.from, height)
      path.line(to: step.to, height)
    }
    return path
  }

  /// The areas between two such lines.
  package static func band(_ low: [Step], _ high: [Step]) -> ChartPath {
    var path = ChartPath()
    var begin = 0
    while begin < high.count {
      guard high[begin].height != nil else {
        begin += 1
        continue
      }
      let end = high[begin...].firstIndex { $0.height == nil } ?? high.count
      for step in high[begin..<end] {
        path.line(to: step.from, step.height ?? 0)
        path.line(to: step.to, step.height ?? 0)
      }
      for step in low[begin..<end].reversed() {
        path.line(to: step.to, step.height ?? 0)
        path.line(to: step.from, step.height ?? 0)
      }
      path.close()
      begin = end
    }
    return path
  }

  /// A bar over each stretch that has a height, with a little room between wide ones.
  package static func bars(_ steps: [Step]) -> ChartPath {
    var path = ChartPath()
    for step in steps {
      guard let height = step.height, height > 0 else { continue }
      let room = step.to - step.from > 0.01 ? (step.to - step.from) * 0.1 : 0
      path.line(to: step.from + room, 0)
      path.line(to: step.from + room, height)
      path.line(to: step.to - room, height)
      path.line(to: step.to - room, 0)
      path.close()
    }
    return path
  }
}
