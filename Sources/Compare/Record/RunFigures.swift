internal import Reports

/// What was measured of one contestant in one run, or the medians of several.
///
/// A figure that was not measured is not there: zero is a measurement.
public struct RunFigures: Sendable, Equatable {
  /// The figures that there are, finite and not negative.
  public private(set) var values: [FigureKey: Double]

  /// Figures.
  public init(_ values: [FigureKey: Double] = [:]) { self.values = values }

  /// A figure; `nil` where it was not measured.
  public subscript(key: FigureKey) -> Double? {
    get { values[key] }
    set { values[key] = newValue }
  }

  /// CPU time of the server per message in microseconds, its own and the kernel's for it.
  public var cpu: Double? {
    guard let user = values[.userCPU], let system = values[.systemCPU] else { return nil }
    return user + system
  }

  /// Figure by figure the median of several runs, over those that have it.
  ///
  /// Of an even number of them it is the mean of the middle two.
  public init(medianOf runs: [RunFigures]) {
    values = [:]
    for key in FigureKey.allCases {
      let sorted = runs.compactMap { $0[key] }.sorted()
      guard !sorted.isEmpty else { continue }
      let middle = sorted.count / 2
      values[key] =
        sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
  }

  /// Refuses what no run measures.
  func validate(_ way: String) throws(RecordError) {
    for (key, value) in values { try RecordBounds.check(value, "\(way).\(key.rawValue)") }
  }
}

extension RunFigures: Codable {
  /// Keys as they are in a file; those that this program does not know are not looked at.
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ key: FigureKey) { stringValue = key.rawValue }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads the figures that are there.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    values = [:]
    for key in FigureKey.allCases {
      values[key] = try object.decodeIfPresent(Double.self, forKey: Key(key))
    }
  }

  /// Writes the figures that are there.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    for (key, value) in values { try object.encode(value, forKey: Key(key)) }
  }
}
