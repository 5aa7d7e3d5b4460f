/// Transforms applied one after the other, the way `--transform upper,sha256` spells them.
///
/// A chain is a transform itself. It is as costly as its heaviest step, works on whole frames as
/// soon as one step does, and may answer a line feed as soon as one step may.
public struct TransformChain: Transform {
  /// The steps in the order they are applied.
  ///
  /// Chains inside a chain are laid out flat.
  public let steps: [any Transform]

  /// The cost of the heaviest step.
  public let cost: TransformCost

  /// Whole frames as soon as one step needs them.
  public let granularity: TransformGranularity

  /// Whether any step may answer a line feed, even where a later one would take it away.
  public let mayAnswerLineFeed: Bool

  /// Whether any step changes the frame.
  public let changesFrame: Bool

  /// Whether applying the chain does nothing at all, not even take time.
  public let isIdentity: Bool

  /// The chain that answers every frame with itself.
  public static let identity = TransformChain([])

  /// Composes transforms, built-in ones or an embedder's own.
  ///
  /// - Parameter transforms: the steps in the order they are applied. None is the identity.
  public init(_ transforms: [any Transform]) {
    steps = transforms.flatMap { ($0 as? TransformChain)?.steps ?? [$0] }
    cost = steps.map(\.cost).max() ?? .inline
    granularity = steps.allSatisfy { $0.granularity == .byte } ? .byte : .frame
    mayAnswerLineFeed = steps.contains { $0.mayAnswerLineFeed }
    changesFrame = steps.contains { $0.changesFrame }
    isIdentity = steps.allSatisfy { $0 is IdentityTransform }
  }

  /// Reads a chain as it is typed on the command line.
  ///
  /// - Parameter text: names from `TransformCatalog` with commas between them, without spaces.
  /// - Throws: `ConfigurationError` for the first word that is wrong.
  public init(parsing text: String) throws(ConfigurationError) {
    var transforms: [any Transform] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      transforms.append(try TransformCatalog.transform(parsing: String(word)))
    }
    self.init(transforms)
  }

  /// The steps' names with commas between them; `identity` when there are none.
  public var name: String {
    steps.isEmpty ? "identity" : steps.map(\.name).joined(separator: ",")
  }

  /// Applies the steps in order.
  ///
  /// - Throws: `EchoError.transformFailed`, naming the step that threw and its reason.
  public func apply(to frame: inout [UInt8]) throws(EchoError) {
    for step in steps {
      do {
        try step.apply(to: &frame)
      } catch {
        throw .transformFailed(name: step.name, reason: "\(error)")
      }
    }
  }

  /// The steps that change the frame: what a client needs to compute the answer it should get.
  var withoutDelays: TransformChain { TransformChain(steps.filter(\.changesFrame)) }
}
