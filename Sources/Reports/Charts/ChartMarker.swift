/// What marks the points of a line, so that lines are told apart without their colours.
package enum ChartMarker: String, Sendable, CaseIterable {
  /// A disc.
  case circle
  /// A square.
  case square
  /// A triangle that points up.
  case triangle
  /// A square on its corner.
  case diamond
  /// A triangle that points down.
  case wedge
  /// An upright cross.
  case plus
  /// A cross.
  case cross
  /// A circle that is not filled.
  case ring

  /// The marker at a place.
  ///
  /// An `svg` of its own, because a path cannot be placed in percent; the style sheet moves what is
  /// in it by half of its box of ten pixels.
  ///
  /// - Parameter classes: its colour.
  package func drawing(x: String, y: String, _ classes: String) -> Markup {
    "<svg class=\"m \(rawValue) \(classes)\" x=\"\(x)\" y=\"\(y)\">\(shape)</svg>"
  }

  private var shape: Markup {
    switch self {
    case .circle, .ring: "<circle cx=\"5\" cy=\"5\" r=\"4\"/>"
    case .square: Self.path("M1.5 1.5H8.5V8.5H1.5Z")
    case .triangle: Self.path("M5 .5L9.6 9H.4Z")
    case .diamond: Self.path("M5 0L10 5L5 10L0 5Z")
    case .wedge: Self.path("M.4 1H9.6L5 9.5Z")
    case .plus: Self.path("M3.4 0H6.6V3.4H10V6.6H6.6V10H3.4V6.6H0V3.4H3.4Z")
    case .cross: Self.path("M2 0L5 3L8 0L10 2L7 5L10 8L8 10L5 7L2 10L0 8L3 5L0 2Z")
    }
  }

  private static func path(_ path: String) -> Markup { "<path d=\"\(path)\"/>" }
}
