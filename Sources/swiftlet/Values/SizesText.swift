import Reports
import Stress

/// How big messages are: `64`, `64..4KiB`, or several of them with weights, `64:90,16KiB:10`.
enum SizesText {
  private static let hint = "write it like 64, 64..4KiB or 64:90,16KiB:10"
  private static let allowed = 1...(1 << 30)

  /// Reads a distribution of sizes, in bytes.
  static func parse(_ text: String) throws(BadValue) -> SizeDistribution {
    let parts = ValuePart(text).split(at: ",")
    var read: [SizeDistribution.Part] = []
    for part in parts {
      if part.text.isEmpty { throw part.bad("a size is missing", hint: hint) }
      guard let (sizes, weight) = part.splitLast(at: ":") else {
        if parts.count > 1 { throw part.bad("'\(part.text)' has no weight", hint: hint) }
        read.append(SizeDistribution.Part(try range(part)))
        continue
      }
      read.append(SizeDistribution.Part(try range(sizes), weight: try weight.read(self.weight)))
    }
    return SizeDistribution(read)
  }

  private static func range(_ part: ValuePart) throws(BadValue) -> ClosedRange<Int> {
    let size = SizeText.within(allowed)
    guard let (low, high) = part.splitRange() else {
      let one = try part.read(size)
      return one...one
    }
    let from = try low.read(size)
    let to = try high.read(size)
    guard from <= to else {
      throw part.bad("'\(part.text)' begins above its end", hint: "the smaller size comes first")
    }
    return from...to
  }

  private static func weight(_ text: String) throws(BadValue) -> Double {
    guard let weight = NumberWithUnit.plain(text), weight > 0 else {
      throw BadValue("'\(text)' is not a weight", hint: "a number above zero, as in 64:90")
    }
    return weight
  }
}
