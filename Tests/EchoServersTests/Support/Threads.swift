import Sockets

/// A value that several threads use.
final class Box<Value: Sendable>: Sendable {
  private let storage: Locked<Value>

  init(_ value: Value) { storage = Locked(value) }

  var value: Value {
    get { storage.withLock { $0 } }
    set { storage.withLock { $0 = newValue } }
  }
}

/// The lines a server has logged.
final class LogBook: Sendable {
  private let storage = Locked<[String]>([])

  func append(_ line: String) { storage.withLock { $0.append(line) } }

  var lines: [String] { storage.withLock { $0 } }
}
