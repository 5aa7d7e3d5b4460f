public import Reactor

/// Why a load could not be run at all.
public enum StressError: Error, Hashable, Sendable {
  /// The plan contradicts itself; in words.
  case impossiblePlan(String)
  /// The process may not have that many files open.
  case tooFewDescriptors(needed: Int, available: Int)
  /// This machine has not that many ports for connections to one address.
  case tooFewPorts(needed: Int, available: Int)
  /// Not one connection could be made; the reason of the first.
  case cannotConnect(SocketError)
  /// The load's own loop could not be started.
  case cannotStart(SocketError)
}

extension StressError: CustomStringConvertible {
  /// One line that says what and why.
  public var description: String {
    switch self {
    case .impossiblePlan(let reason): reason
    case .tooFewDescriptors(let needed, let available):
      "the load needs \(needed) open files, and this process may have \(available)"
    case .tooFewPorts(let needed, let available):
      "the load needs \(needed) ports towards one address, and this machine has \(available)"
    case .cannotConnect(let error), .cannotStart(let error): "\(error)"
    }
  }
}
