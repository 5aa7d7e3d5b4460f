import EchoProtocol

/// A sink that writes down what it is given and admits jobs as it is told.
struct TestSink: EchoSink {
  /// All replies, one after the other.
  var output: [UInt8] = []
  /// The size of each call of `reply`.
  var replySizes: [Int] = []
  /// Where the bytes of each call of `reply` were.
  var replyAddresses: [UInt] = []
  /// Accepted jobs, not run yet.
  var jobs: [EchoJob] = []
  /// What to answer to the next jobs; when it is used up, `admission` is the answer.
  var nextAdmissions: [JobAdmission] = []
  var admission = JobAdmission.accepted

  mutating func reply(_ bytes: RawSpan) {
    bytes.withUnsafeBytes {
      output.append(contentsOf: $0)
      replyAddresses.append(UInt(bitPattern: $0.baseAddress))
    }
    replySizes.append(bytes.byteCount)
  }

  mutating func submit(_ job: inout EchoJob) -> JobAdmission {
    let answer = nextAdmissions.isEmpty ? admission : nextAdmissions.removeFirst()
    switch answer {
    case .accepted: jobs.append(job.take())
    case .done: job.run()
    case .refused: break
    }
    return answer
  }
}
