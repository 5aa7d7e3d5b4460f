/// What running a transform costs, from which the caller decides on which thread it runs.
public enum TransformCost: Int, Comparable, Sendable {
  /// Cheap: runs where the bytes arrive, on the event loop's own thread.
  case inline
  /// Keeps a processor busy long enough to delay others: belongs to a worker.
  case cpuBound
  /// Sleeps or waits for something else: belongs to a worker.
  case blocking

  /// Orders by weight: `inline`, then `cpuBound`, then `blocking`.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// How much of the stream a transform has to see at once.
public enum TransformGranularity: Sendable {
  /// Each byte by itself: however the stream is cut, the answer is the same.
  case byte
  /// A whole frame: so it needs a framing that has frames.
  case frame
}

/// What is done to a frame before it is echoed.
///
/// An embedder adds its own by conforming a type and passing it to `TransformChain.init(_:)`.
/// One value is shared by all connections and may be applied on several threads at once.
public protocol Transform: Sendable {
  /// The name as it is typed after `--transform`, with its argument: `upper`, `burn:1000`.
  var name: String { get }

  /// What applying it costs. The default is `inline`.
  var cost: TransformCost { get }

  /// How much of the stream it has to see at once. The default is `frame`.
  var granularity: TransformGranularity { get }

  /// Whether the answer to a frame without a line feed may contain one. The default is false.
  ///
  /// Line framing refuses such a transform: the peer could not tell where the answer ends.
  var mayAnswerLineFeed: Bool { get }

  /// Whether the answer may differ from the frame at all. The default is true.
  ///
  /// A transform that only takes time says false, so that a client that computes the answer it
  /// should get need not spend that time as well.
  var changesFrame: Bool { get }

  /// Replaces a frame by its answer.
  ///
  /// - Parameter frame: the payload, without terminator or prefix. It may be empty.
  /// - Throws: anything. The connection is then closed, after the replies that come before.
  func apply(to frame: inout [UInt8]) throws
}

extension Transform {
  /// Cheap, unless the transform says otherwise.
  public var cost: TransformCost { .inline }
  /// Whole frames, unless the transform says otherwise.
  public var granularity: TransformGranularity { .frame }
  /// No line feed of its own, unless the transform says otherwise.
  public var mayAnswerLineFeed: Bool { false }
  /// Changes the frame, unless the transform says otherwise.
  public var changesFrame: Bool { true }
}
