/// One frame on its way through a transform that is too heavy for the thread that received it.
///
/// The session makes it, a sink takes it, any thread runs it, and the session gets it back
/// through `EchoSession.complete(_:into:using:)`, in whatever order.
public struct EchoJob: Sendable {
  /// What a job is charged for on top of its payload, in bytes, about what holding it costs.
  ///
  /// Without it a flood of empty frames would be free.
  public static let overheadBytes = 128

  /// The job's place among its session's replies.
  ///
  /// It wraps around after 2³² of them.
  public let sequence: UInt32

  /// What to charge the connection for while the job is in work, in bytes.
  ///
  /// It never changes.
  public let cost: Int

  /// The payload before `run()`, the answer after it.
  public internal(set) var frame: [UInt8]

  /// Why the transform failed; nil before `run()` and after it went well.
  public private(set) var failure: EchoError?

  /// Whether `run()` has been called.
  public private(set) var hasRun = false

  /// How the answer is sealed.
  let seal: FrameSeal

  /// Whose chain is applied.
  ///
  /// It is held whole because one reference is smaller than the chain.
  private let configuration: EchoConfiguration

  init(sequence: UInt32, frame: [UInt8], seal: FrameSeal, configuration: EchoConfiguration) {
    self.sequence = sequence
    cost = frame.count + Self.overheadBytes
    self.frame = frame
    self.seal = seal
    self.configuration = configuration
  }

  /// Whether the transform computes or waits, for pools that tell the two apart.
  public var transformCost: TransformCost { configuration.chain.cost }

  /// Applies the transform, for as long as that takes, on the calling thread.
  ///
  /// A transform that throws does not escape from here: the job carries its failure back to the
  /// session. Running a job twice traps.
  public mutating func run() {
    guard !hasRun else { fatalError("EchoJob: job \(sequence) is run twice") }
    hasRun = true
    do {
      try configuration.answer(&frame, seal: seal)
    } catch {
      failure = error
      frame = []
    }
  }

  /// Moves the job out, for a sink that accepts it.
  ///
  /// What is left holds no frame. A plain copy would share the frame's storage with the session
  /// for a moment, and a worker that begins within it would have to copy the bytes.
  public mutating func take() -> EchoJob {
    let taken = self
    frame = []
    return taken
  }
}

extension EchoConfiguration {
  /// Applies the chain and checks that the answer can be sealed.
  func answer(_ frame: inout [UInt8], seal: FrameSeal) throws(EchoError) {
    try chain.apply(to: &frame)
    guard seal == .lengthPrefix, frame.count > UInt32.max else { return }
    throw .transformFailed(
      name: chain.name, reason: "its answer of \(frame.count) bytes exceeds a 32-bit prefix")
  }
}
