// The snippets of the landing pages of `EchoServers`, `EchoProtocol`, `Stress` and `Measurement`.
import EchoProtocol
import EchoServers
import Measurement
import Reactor
import Stress

func startEchoServer() async throws -> ReactorServer {
  let lines = try EchoConfiguration(framing: .line, chain: TransformChain(parsing: "upper,sha256"))
  let configuration = EchoServerConfiguration(
    EchoService(.tcp("127.0.0.1", port: 0), .transparent),
    EchoService(.tcp("127.0.0.1", port: 0), lines))
  let server = try await ReactorServer.start(configuration)
  for endpoint in server.endpoints { print("listening on \(endpoint)") }
  return server
}

func end(_ server: ReactorServer) async {
  let report = await server.drain(within: .seconds(10))
  print("drained \(report.drained), cut \(report.cut), \(server.statistics.badFrames) bad frames")
  await server.stop()
}

struct VowelsTransform: Transform {
  var name: String { "vowels" }

  func apply(to frame: inout [UInt8]) {
    frame.removeAll { !"aeiouAEIOU".utf8.contains($0) }
  }
}

func vowelService(at endpoint: Endpoint) throws -> EchoService {
  let chain = TransformChain([VowelsTransform()])
  return EchoService(endpoint, try EchoConfiguration(framing: .line, chain: chain))
}

/// A sink that gathers the replies and runs jobs where it is.
struct Replies: EchoSink {
  var bytes: [UInt8] = []

  mutating func reply(_ reply: RawSpan) {
    reply.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func submit(_ job: inout EchoJob) -> JobAdmission {
    job.run()
    return .done
  }
}

/// What the session answers, without a socket.
func answer(to input: [UInt8], _ configuration: EchoConfiguration) -> [UInt8] {
  var session = EchoSession(configuration)
  var workspace = EchoWorkspace()
  var replies = Replies()
  _ = session.receive(input.span.bytes, into: &replies, using: &workspace)
  return replies.bytes
}

func load(_ server: ReactorServer) async throws {
  var plan = StressPlan(server.endpoints[0], echo: .transparent)
  plan.connections = 10
  plan.warmup = .milliseconds(50)
  plan.duration = .milliseconds(200)
  let report = try await LoadGenerator(plan).run()
  let p99 = HumanFormat.duration(nanoseconds: report.latency.percentile(99))
  print("\(HumanFormat.count(report.messages)) messages, p99 \(p99), clean: \(report.isClean)")
}

func measure(_ body: () -> Void) throws -> Histogram {
  var histogram = Histogram()
  let before = try ProcessStatistics.sample()
  for _ in 0..<1_000 {
    let start = ContinuousClock.now
    body()
    histogram.record(UInt64((ContinuousClock.now - start) / .nanoseconds(1)))
  }
  let after = try ProcessStatistics.sample()
  let spent = HumanFormat.duration(nanoseconds: after.cpuNanoseconds - before.cpuNanoseconds)
  let p99 = HumanFormat.duration(nanoseconds: histogram.percentile(99))
  print("p99 \(p99), \(spent) of CPU time")
  return histogram
}
