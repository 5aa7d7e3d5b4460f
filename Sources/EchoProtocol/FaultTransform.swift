internal import CLinux

/// Fails when a frame asks for it, and answers every other frame with itself: to see what a model
/// makes of code that fails.
///
/// `crash` kills the process, `spin` never returns, `leak` keeps 64 MiB for ever. Anybody who can
/// send a frame can do that, so a server that offers it must be for tests alone.
public struct FaultTransform: Transform {
  /// How much a frame `leak` costs, in bytes.
  public static let leakBytes = 64 << 20

  /// Makes the transform.
  public init() {}

  /// `fault`.
  public var name: String { "fault" }
  /// Spinning keeps a processor busy.
  public var cost: TransformCost { .cpuBound }
  /// The answer is the frame.
  public var changesFrame: Bool { false }

  /// Does what the frame says.
  public func apply(to frame: inout [UInt8]) {
    if frame.elementsEqual("crash".utf8) {
      // Not a trap: its backtrace, however useful, takes seconds and is nobody's news here.
      kill(getpid(), SIGKILL)
    } else if frame.elementsEqual("spin".utf8) {
      spin()
    } else if frame.elementsEqual("leak".utf8) {
      let memory = UnsafeMutableRawPointer.allocate(byteCount: Self.leakBytes, alignment: 4096)
      // Touched, or the kernel would only promise it.
      memset(memory, 1, Self.leakBytes)
    }
  }

  private func spin() {
    var noise: UInt64 = 1
    while noise != 0 { noise = spinOnce(noise) }
  }
}

/// A step that the compiler cannot see the end of.
@inline(never)
private func spinOnce(_ noise: UInt64) -> UInt64 { (noise &* 6_364_136_223_846_793_005) | 1 }
