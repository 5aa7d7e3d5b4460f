internal import CLinux

/// What a signal is called: `SIGSEGV`; signal(7).
package enum SignalName {
  /// Its symbol, or its number where it has none.
  package static func of(_ number: Int32) -> String {
    guard let name = sigabbrev_np(number) else { return "signal \(number)" }
    return "SIG" + String(cString: name)
  }
}
