/// Waits until something is so; the last resort, for what nobody can be asked to tell.
///
/// - Parameter limit: long, so that only what never comes to be so fails.
/// - Returns: whether it came to be so in time.
package func eventually(
  within limit: Duration = .seconds(600), _ condition: () throws -> Bool
) async rethrows -> Bool {
  let end = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < end else { return false }
    try? await Task.sleep(for: .milliseconds(2))
  }
  return true
}
