package import Measurement

extension MachineFingerprint {
  /// Refuses numbers that no machine has.
  ///
  /// - Parameter way: where in the record the machine is.
  package func validate(_ way: String) throws(RecordError) {
    try RecordBounds.check(count: cores, "\(way).cores")
    try RecordBounds.check(count: allowedCores, "\(way).allowed_cores")
    try RecordBounds.check(count: Int(clamping: memoryBytes), "\(way).memory_bytes")
    try RecordBounds.check(quotaCores, "\(way).quota_cores")
  }
}
