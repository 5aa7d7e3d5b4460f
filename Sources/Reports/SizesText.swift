internal import Stress

extension SizeDistribution {
  /// As the command line writes it: `64`, `64..1KiB`, `64:90,16KiB:10`.
  ///
  /// Weights are left out where there is one part.
  var written: String {
    let sizes = parts.map { part in
      part.sizes.count == 1
        ? Self.size(part.sizes.lowerBound)
        : "\(Self.size(part.sizes.lowerBound))..\(Self.size(part.sizes.upperBound))"
    }
    if parts.count == 1 { return sizes[0] }
    return zip(sizes, parts).map { "\($0):\(Self.weight($1.weight))" }.joined(separator: ",")
  }

  /// The shortest exact way to write a number of bytes.
  private static func size(_ bytes: Int) -> String {
    for (name, unit) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
    where bytes >= unit && bytes % unit == 0 { return "\(bytes / unit)\(name)" }
    return "\(bytes)"
  }

  /// A whole weight without its `.0`.
  private static func weight(_ weight: Double) -> String {
    Int(exactly: weight).map { "\($0)" } ?? "\(weight)"
  }
}
