import CLinux
import Measurement

/// Runs that were never made, with a true figure that is known.
enum Shape: CaseIterable {
  /// The centre is 100 and the spread 10: as most runs are.
  case normal
  /// A tenth of noise, by factors.
  case logNormal
  /// Student's t with three degrees of freedom, by factors: now and then a run is far out.
  case heavy
  /// As `heavy`, with one: the mean does not exist.
  case wild

  /// What half of all runs stay below.
  static let median = 100.0

  /// The next run.
  func run(_ random: inout SplitMix64) -> Double {
    switch self {
    case .normal: 100 + 10 * random.normal()
    case .logNormal: 100 * exp(0.1 * random.normal())
    case .heavy: 100 * exp(0.1 * random.student(3))
    case .wild: 100 * exp(0.1 * random.student(1))
    }
  }
}

extension SplitMix64 {
  /// A number in 0..<1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A normal number with mean 0 and spread 1; Box and Muller's method.
  mutating func normal() -> Double {
    (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
  }

  /// Student's t.
  mutating func student(_ degrees: Int) -> Double {
    let numerator = normal()
    let squares = (0..<degrees).reduce(0.0) { sum, _ in
      let number = normal()
      return sum + number * number
    }
    return numerator / (squares / Double(degrees)).squareRoot()
  }

  /// A factor around 1.
  mutating func factor(noise: Double) -> Double { exp(noise * normal()) }
}
