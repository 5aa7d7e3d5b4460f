import Stress
import Testing

@testable import swiftlet

/// Command lines, word by word, and what is understood of them.
@Suite struct OptionParserTests {
  private static func serve(_ change: (inout ServeOptions) -> Void) -> ServeOptions {
    var options = ServeOptions()
    change(&options)
    return options
  }

  private static func stress(_ change: (inout StressOptions) -> Void) -> StressOptions {
    var options = StressOptions()
    options.endpoints = ["h:1"]
    change(&options)
    return options
  }

  private static let good: [(line: String, meaning: Invocation)] = [
    ("serve", .serve(serve { _ in })),
    ("serve :1 :2", .serve(serve { $0.endpoints = [":1", ":2"] })),
    ("serve --model async", .serve(serve { $0.model = .async })),
    ("serve --model=async", .serve(serve { $0.model = .async })),
    (
      "serve --json a -q b",
      .serve(serve { ($0.json, $0.quiet, $0.endpoints) = (true, true, ["a", "b"]) })
    ),
    ("serve -- --model", .serve(serve { $0.endpoints = ["--model"] })),
    ("serve a -- -q", .serve(serve { $0.endpoints = ["a", "-q"] })),
    ("serve -", .serve(serve { $0.endpoints = ["-"] })),
    ("serve --workers 3 --workers 4", .serve(serve { $0.workers = 4 })),
    ("serve --workers 3 --workers auto", .serve(serve { $0.workers = nil })),
    ("serve --idle-timeout 90s", .serve(serve { $0.idleTimeout = .seconds(90) })),
    ("serve --write-stall-timeout off", .serve(serve { $0.writeStallTimeout = nil })),
    ("serve --write-stall-timeout 0", .serve(serve { $0.writeStallTimeout = nil })),
    ("serve --drain-timeout 0", .serve(serve { $0.drainTimeout = .zero })),
    (
      "serve --high-water 1MiB --low-water 0",
      .serve(serve { ($0.highWater, $0.lowWater) = (1 << 20, 0) })
    ),
    ("serve --transform=burn:10,upper", .serve(serve { $0.transform = "burn:10,upper" })),
    ("serve a?framing=line", .serve(serve { $0.endpoints = ["a?framing=line"] })),
    ("stress h:1", .stress(stress { _ in })),
    ("stress -c 5 h:1", .stress(stress { $0.connections = 5 })),
    ("stress -c5 h:1", .stress(stress { $0.connections = 5 })),
    (
      "stress h:1 -c 5 -s 1KiB -p 8 -d 2m",
      .stress(
        stress {
          ($0.connections, $0.sizes, $0.pipeline, $0.duration) = (5, .fixed(1024), 8, .seconds(120))
        })
    ),
    ("stress -qc 5 h:1", .stress(stress { ($0.quiet, $0.connections) = (true, 5) })),
    ("stress h:1 --seed 18446744073709551615", .stress(stress { $0.seed = .max })),
    (
      "stress --warmup 0 --timeout 250us h:1",
      .stress(
        stress {
          ($0.warmup, $0.timeout) = (.zero, .microseconds(250))
        })
    ),
    ("connect h:1", .connect(ConnectOptions(endpoint: "h:1"))),
    ("--version", .show("swiftlet 0.1.0\n")),
    ("--version serve", .show("swiftlet 0.1.0\n")),
  ]

  @Test(arguments: good.indices) func understands(_ row: Int) throws {
    let (line, meaning) = Self.good[row]
    #expect(try Invocation.read(words(line)) == meaning, "\(line)")
  }

  private static let bad: [(line: String, message: String, hint: String?)] = [
    ("", "no command given", "see 'swiftlet --help'"),
    ("serv", "unknown command 'serv'", "did you mean serve?"),
    ("frobnicate", "unknown command 'frobnicate'", "see 'swiftlet --help'"),
    ("--verison", "unknown option '--verison'", "did you mean --version?"),
    ("help srtess", "unknown command 'srtess'", "did you mean stress?"),
    ("help serve now", "unexpected word 'now'", "see 'swiftlet --help'"),
    ("serve --modle async", "unknown option '--modle'", "did you mean --model?"),
    ("serve --modle=async", "unknown option '--modle'", "did you mean --model?"),
    ("serve --zzz", "unknown option '--zzz'", "see 'swiftlet serve --help'"),
    ("serve -z", "unknown option '-z'", "see 'swiftlet serve --help'"),
    ("serve -qz", "unknown option '-z'", "see 'swiftlet serve --help'"),
    ("serve -é", "unknown option '-é'", "see 'swiftlet serve --help'"),
    ("serve --model", "--model needs a value", "write it like --model reactor"),
    ("stress h:1 -c", "--connections needs a value", "write it like --connections 50"),
    ("serve --quiet=yes", "--quiet takes no value, got '--quiet=yes'", "write --quiet alone"),
    (
      "serve --model zzz", "--model: unknown word 'zzz'",
      "one of: reactor, async, thread, pool, process, prefork"
    ),
    ("serve --model asinc", "--model: unknown word 'asinc'", "did you mean async?"),
    ("serve --framing=", "--framing: the value is empty", nil),
    ("serve --workers 1025", "--workers: '1025' is out of range", "a whole number from 0 to 1024"),
    ("serve --workers -1", "--workers: '-1' is out of range", "a whole number from 0 to 1024"),
    (
      "serve --workers two", "--workers: 'two' is not a whole number",
      "a whole number from 0 to 1024"
    ),
    (
      "serve --low-water 1MiB", "--low-water 1MiB is not below --high-water 64KiB",
      "a connection stops being read at the high mark and goes on at the low one"
    ),
    // An abbreviation would break on the day that a second option begins with it.
    ("serve --mod async", "unknown option '--mod'", "did you mean --model?"),
    (
      "stress h:1 --conn 5", "unknown option '--conn'",
      "did you mean --connections or --connect-rate or --connect-timeout?"
    ),
    ("stress h:1 --js", "unknown option '--js'", "did you mean --json or --json-file?"),
    ("stress h:1 --size", "--size needs a value", "write it like --size 64"),
    ("stress h:1 --siz", "unknown option '--siz'", "did you mean --size?"),
    ("stress", "no ENDPOINT given", "try: swiftlet stress 127.0.0.1:5000 -c 200 -s 1KiB -d 30s"),
    ("connect a b", "unexpected word 'b'", "see 'swiftlet connect --help'"),
    // What the answers must have gone through is --expect; a transform is done by the server.
    (
      "stress h:1 --transform upper", "unknown option '--transform'", "see 'swiftlet stress --help'"
    ),
    (
      "stress h:1 --size 64K", "--size: '64K' has no unit of size: 'K'",
      "64KiB is binary, 64KB decimal"
    ),
    ("stress h:1 -d 0", "--duration: '0' leaves no time at all", "give more than zero"),
    ("stress diff a", "another FILE is needed", "try: swiftlet stress diff before.json after.json"),
    (
      "stress merge", "no FILE given",
      "try: swiftlet stress merge east.json west.json --html both.html"
    ),
    ("stress diff a b c", "unexpected word 'c'", "see 'swiftlet stress diff --help'"),
    ("stress merge a --quiet", "unknown option '--quiet'", "see 'swiftlet stress merge --help'"),
    ("connect", "no ENDPOINT given", "try: swiftlet connect 127.0.0.1:5000"),
  ]

  @Test(arguments: bad.indices) func refuses(_ row: Int) {
    let (line, message, hint) = Self.bad[row]
    let expected = CommandError.usage(message, hint: hint)
    #expect(throws: expected, "\(line)") { try Invocation.read(words(line)) }
  }

  @Test func refusesAnEmptyOperand() {
    #expect(throws: CommandError.usage("'' is not an ENDPOINT")) {
      try Invocation.read(["stress", ""])
    }
  }

  @Test func theFirstWordThatDecidesCounts() throws {
    #expect(try ServeOptions.table.parse(["--help", "--nonsense"]) == .help)
    #expect(throws: CommandError.self) { try ServeOptions.table.parse(["--nonsense", "--help"]) }
  }

  @Test func aParseForgetsTheOneBeforeIt() throws {
    // getopt keeps its place inside "-qz" after the error; the next parse must not start there.
    _ = try? ServeOptions.table.parse(["-qzqq"])
    #expect(try ServeOptions.table.parse(["a"]) == .run(Self.serve { $0.endpoints = ["a"] }))
  }

  @Test func parsesFromManyThreadsAtOnce() async {
    await withTaskGroup(of: Bool.self) { group in
      for number in 1...200 {
        group.addTask {
          let meant = Invocation.stress(Self.stress { $0.connections = number })
          return (try? Invocation.read(["stress", "-c", "\(number)", "h:1"])) == meant
        }
      }
      for await right in group { #expect(right) }
    }
  }

  private func words(_ line: String) -> [String] {
    line.split(separator: " ").map { String($0) }
  }
}
