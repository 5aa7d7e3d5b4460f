/// The smallest prime that is not below a number, by trial division.
///
/// Slow on purpose: some milliseconds for eleven digits, which is an age to an event loop.
func nextPrime(from number: UInt64) -> UInt64 {
  var candidate = max(number, 2)
  while !isPrime(candidate) { candidate += 1 }
  return candidate
}

private func isPrime(_ number: UInt64) -> Bool {
  if number < 4 { return number >= 2 }
  if number.isMultiple(of: 2) { return false }
  var divisor: UInt64 = 3
  while divisor * divisor <= number {
    if number.isMultiple(of: divisor) { return false }
    divisor += 2
  }
  return true
}

/// What is answered to a line: the next prime, or what is wrong with the line.
func primeAnswer(to line: String) -> String {
  guard let number = UInt64(line), number <= 1_000_000_000_000_000 else {
    return "a number up to 1000000000000000, please"
  }
  return String(nextPrime(from: number))
}
