public import Measurement
public import Stress

/// A run as it is kept: what was measured, where, with which command.
public struct RunRecord: Sendable {
  /// What the keys mean; counts up when one changes its meaning or goes away.
  public static let schema = 1
}
