/// What a server echoes and how: one immutable object, shared by all its sessions.
///
/// A class, so that each session holds one word of it, and checked once when it is made, so that
/// no session meets an impossible combination.
public final class EchoConfiguration: Sendable {
  /// The limits that are allowed for one frame's payload, in bytes.
  ///
  /// Its top is the largest that a 32-bit prefix still announces after a transform enlarged it.
  public static let maximumFrameBytesRange = 1...Int(Int32.max)

  /// The default limit for one frame's payload: 1 MiB.
  public static let defaultMaximumFrameBytes = 1 << 20

  /// How the stream is cut into frames.
  public let framing: Framing

  /// What is done to each frame.
  public let chain: TransformChain

  /// The most payload bytes a frame may have, terminator or prefix not counted.
  ///
  /// Raw framing has no frames and so no limit; there it is the most that is transformed at once.
  public let maximumFrameBytes: Int

  /// Whether bytes pass without being looked at: raw framing and nothing to transform.
  public let isTransparent: Bool

  /// Checks that the parts go together.
  ///
  /// - Parameters:
  ///   - framing: how the stream is cut into frames.
  ///   - chain: what is done to each frame.
  ///   - maximumFrameBytes: the payload limit, within `maximumFrameBytesRange`.
  /// - Throws: `ConfigurationError`, reason `impossibleCombination` or `outOfRange`.
  public init(
    framing: Framing = .raw, chain: TransformChain = .identity,
    maximumFrameBytes: Int = defaultMaximumFrameBytes
  ) throws(ConfigurationError) {
    guard Self.maximumFrameBytesRange.contains(maximumFrameBytes) else {
      throw .outOfRange("frame limit", "\(maximumFrameBytes)", Self.maximumFrameBytesRange)
    }
    try Self.checkCombination(of: framing, and: chain)
    self.framing = framing
    self.chain = chain
    self.maximumFrameBytes = maximumFrameBytes
    isTransparent = framing == .raw && chain.isIdentity
  }

  /// How sessions cut their input.
  var scanner: FrameScanner { FrameScanner(framing: framing, limit: maximumFrameBytes) }

  private static func checkCombination(
    of framing: Framing, and chain: TransformChain
  ) throws(ConfigurationError) {
    switch framing {
    case .raw:
      guard let step = chain.steps.first(where: { $0.granularity == .frame }) else { return }
      throw ConfigurationError(
        reason: .impossibleCombination, word: step.name,
        problem: "`\(step.name)` works on whole frames and raw framing has none",
        hint: "use line or length framing")
    case .line:
      guard let step = chain.steps.first(where: { $0.mayAnswerLineFeed }) else { return }
      throw ConfigurationError(
        reason: .impossibleCombination, word: step.name,
        problem: "`\(step.name)` may answer a line feed, which line framing cannot carry",
        hint: "use length framing")
    case .length:
      return
    }
  }
}
