internal import Stress

extension SizeDistribution {
  /// As the command line writes it: `64`, `64..1KiB`, `64:90,16KiB:10`.
  ///
  /// Weights are left out where there is one part.
  var written: String {
    let sizes = parts.map { part in
      part.sizes.count == 1
        ? SizeText.shortest(part.sizes.lowerBound)
        : "\(SizeText.shortest(part.sizes.lowerBound))..\(SizeText.shortest(part.sizes.upperBound))"
    }
    if parts.count == 1 { return sizes[0] }
    return zip(sizes, parts).map { "\($0):\(shortest($1.weight))" }.joined(separator: ",")
  }
}
