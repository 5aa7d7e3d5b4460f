internal import EchoProtocol
internal import Measurement

/// The payloads of a load's messages: made from a seed, or cut from what the user brought.
struct Payloads {
  private let plan: StressPlan
  private var random: SplitMix64

  init(_ plan: StressPlan) {
    self.plan = plan
    random = SplitMix64(seed: plan.seed)
  }

  /// Payloads for one cycle of messages; at least one.
  consuming func made() throws(EchoError) -> [[UInt8]] {
    if let source = plan.payload, plan.echo.framing == .line { return lines(of: source) }
    let sizes = plan.sizes.sample(Traffic.messages(plan), &random)
    guard let source = plan.payload else { return sizes.map { madeUp($0) } }
    var place = 0
    return sizes.map { size in
      defer { place += size }
      return (place..<place + size).map { source[$0 % source.count] }
    }
  }

  /// Every line of the source once, and the whole again until there are enough for a pipeline.
  private func lines(of source: [UInt8]) -> [[UInt8]] {
    let lines = Self.lines(of: source)
    return (0..<Self.rounds(of: lines.count, plan)).flatMap { _ in lines }
  }

  /// How often so many lines are sent in one cycle.
  static func rounds(of lines: Int, _ plan: StressPlan) -> Int {
    max(1, (2 * plan.pipeline + lines) / lines)
  }

  /// The lines of a text without their ends, LF or CRLF: the framing adds its own.
  static func lines(of source: [UInt8]) -> [[UInt8]] {
    var text = source[...]
    if text.last == UInt8(ascii: "\n") { text.removeLast() }
    return text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { Array($0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0) }
  }

  private mutating func madeUp(_ size: Int) -> [UInt8] {
    while true {
      var payload = [UInt8](repeating: 0, count: size)
      payload.withUnsafeMutableBytes { bytes in
        for start in stride(from: 0, to: size, by: 8) {
          withUnsafeBytes(of: random.next()) {
            UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
              .copyBytes(from: $0.prefix(size - start))
          }
        }
      }
      // Lines are printable, so that none ends early; 0x21...0x7E.
      if plan.echo.framing == .line { payload = payload.map { 0x21 + $0 % 94 } }
      // The one line that would end the connection.
      if payload != Array("exit".utf8) { return payload }
    }
  }
}

extension SizeDistribution {
  /// Whether all messages have the same size.
  var isFixed: Bool { parts.allSatisfy { $0.sizes == largest...largest } }

  /// Sizes in the proportions of the distribution, exactly as far as `count` allows, shuffled.
  func sample(_ count: Int, _ random: inout some RandomNumberGenerator) -> [Int] {
    var sizes = (0..<count).map { quantile((Double($0) + 0.5) / Double(count)) }
    if !isFixed { sizes.shuffle(using: &random) }
    return sizes
  }

  /// The size that a part `share` of the messages does not exceed, were they sorted part by part.
  private func quantile(_ share: Double) -> Int {
    var rest = share * parts.reduce(0) { $0 + $1.weight }
    for part in parts {
      if rest < part.weight {
        let span = Double(part.sizes.count)
        return part.sizes.lowerBound + min(part.sizes.count - 1, Int(rest / part.weight * span))
      }
      rest -= part.weight
    }
    return parts[parts.count - 1].sizes.upperBound
  }
}
