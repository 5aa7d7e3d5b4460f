internal import Reports

/// How a contestant is drawn, wherever on the page: its colour and its marker by its place among
/// them, its line dashed where it is a peer.
struct ContestantLook {
  let name: String
  let key: HTMLPanel.Key
  let classes: String

  private static let colours = 10

  init(_ contestant: ContestantRecord, at index: Int) {
    let markers = ChartMarker.allCases
    name = contestant.name
    classes = "c\(index % Self.colours)"
    key = HTMLPanel.Key(
      name: contestant.name, colour: classes, style: contestant.kind == .peer ? .dashed : .line,
      marker: markers[index % markers.count])
  }

  /// The marker alone, beside a name.
  var badge: Markup {
    let marker = ChartMarker.allCases.first { key.marker == $0 } ?? .circle
    return """
      <svg class="badge" width="12" height="12" aria-hidden="true">\
      \(marker.drawing(x: "6", y: "6", classes))</svg>
      """
  }

  /// The name with its marker.
  var label: Markup { "<span class=\"who\">\(badge)<span>\(name)</span></span>" }
}

/// How all of them are drawn.
struct ContestantLooks {
  private let looks: [ContestantLook]

  init(_ record: ComparisonRecord) {
    looks = record.contestants.enumerated().map { ContestantLook($1, at: $0) }
  }

  /// In the order of the record.
  var all: [ContestantLook] { looks }

  /// By name.
  subscript(name: String) -> ContestantLook? { looks.first { $0.name == name } }
}
