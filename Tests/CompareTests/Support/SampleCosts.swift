@testable import Compare

/// What contestants of the sample cost: made up, and so that every verdict occurs.
struct SampleCosts {
  let name: String
  /// CPU time per message in microseconds.
  let user: Double
  let system: Double
  /// Messages per second that it reaches at most.
  let capacity: Double
  /// Bytes of memory per connection, and without any.
  let memory: Double
  let base: Double
  /// Threads and processes: so many, and so many per connection.
  let threads: (fixed: Double, each: Double)
  let processes: (fixed: Double, each: Double)
  /// Connections that it serves at most at the same time.
  let most: Double
  /// Messages that it can compute at the same time.
  let parallel: Double
  /// Microseconds to accept a connection.
  let accept: Double

  static let all = [
    SampleCosts(
      name: "reactor", user: 0.18, system: 4.31, capacity: 91_000, memory: 280, base: 6.1e6,
      threads: (3, 0), processes: (1, 0), most: 20_000, parallel: 2, accept: 21),
    SampleCosts(
      name: "async", user: 0.24, system: 4.33, capacity: 89_500, memory: 1_740, base: 6.4e6,
      threads: (3, 0), processes: (1, 0), most: 20_000, parallel: 2, accept: 23),
    SampleCosts(
      name: "thread", user: 0.21, system: 6.9, capacity: 61_000, memory: 9_300, base: 5.2e6,
      threads: (1, 1), processes: (1, 0), most: 20_000, parallel: 2, accept: 46),
    SampleCosts(
      name: "pool", user: 0.2, system: 5.8, capacity: 70_000, memory: 1_200, base: 5.3e6,
      threads: (17, 0), processes: (1, 0), most: 16, parallel: 2, accept: 25),
    SampleCosts(
      name: "process", user: 0.26, system: 8.4, capacity: 47_000, memory: 148_000, base: 2.9e6,
      threads: (1, 1), processes: (1, 1), most: 4_000, parallel: 2, accept: 310),
    SampleCosts(
      name: "prefork", user: 0.2, system: 6.1, capacity: 66_000, memory: 2_100, base: 7.7e6,
      threads: (17, 0), processes: (17, 0), most: 16, parallel: 2, accept: 27),
    SampleCosts(
      name: "socat", user: 2.9, system: 17.2, capacity: 18_500, memory: 212_000, base: 1.8e6,
      threads: (1, 2), processes: (1, 2), most: 1_000, parallel: 1, accept: 940),
    SampleCosts(
      name: "c-epoll", user: 0.1, system: 4.3, capacity: 90_200, memory: 150, base: 0.6e6,
      threads: (1, 0), processes: (1, 0), most: 20_000, parallel: 1, accept: 18),
  ]
}
