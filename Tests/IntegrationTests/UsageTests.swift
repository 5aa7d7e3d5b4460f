import Foundation
import Testing

/// What a user gets wrong ends in one line that names it, one that helps, and the right status.
struct UsageTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let words: [String]
    let status: Int32
    let mentions: [String]
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: String, _ status: Int32, _ mentions: String...) {
      self.words = words.split(separator: " ").map(String.init)
      self.status = status
      self.mentions = mentions
    }
  }

  @Test(arguments: [
    Mistake("serve --modle async", 64, "--modle", "--model"),
    Mistake("serve nowhere", 64, "nowhere", "127.0.0.1:5000"),
    Mistake("serve 127.0.0.1:70000", 64, "70000", "65535"),
    Mistake("serve 127.0.0.1:0 --transform uper", 64, "uper", "upper"),
    Mistake("serve 127.0.0.1:0 --transform burn:x", 64, "x"),
    Mistake("serve 127.0.0.1:0 --transform sha256", 64, "sha256", "line or length"),
    Mistake("serve 127.0.0.1:0 --framing lines", 64, "lines", "line"),
    Mistake("serve 127.0.0.1:0 --max-frame 12XB", 64, "12XB", "hint"),
    Mistake("serve 127.0.0.1:0?framing=lin", 64, "lin"),
    Mistake("serve 127.0.0.1:0?colour=red", 64, "colour=red", "framing"),
    Mistake("serve 127.0.0.1:0 --max-connections 99999999", 64, "99999999", "hint"),
    Mistake("serve 127.0.0.1:0 --max-connections 9999999", 64, "9999999", "ulimit"),
    Mistake("serve 127.0.0.1:0 --low-water 2MiB", 64, "--low-water", "hint"),
    Mistake("serve 127.0.0.1:0 --high-water 64KiB --low-water 64KiB", 64, "--low-water", "hint"),
    Mistake("serve 127.0.0.1:0 --high-water 1 --low-water 1", 64, "--low-water"),
    Mistake("serve 127.0.0.1:0 --loops 0", 64, "--loops", "64"),
    Mistake("serve 127.0.0.1:0 --loops 65", 64, "--loops", "64"),
    Mistake("serve udp://127.0.0.1:0", 64, "udp"),
    Mistake("stress", 64, "ENDPOINT"), Mistake("stress 127.0.0.1:1 -s 0", 64, "0"),
    Mistake("stress 127.0.0.1:1 -s 1GiB -p 65536", 64, "MiB"),
    Mistake("stress 127.0.0.1:1 -d 10x", 64, "10x", "10s"),
    Mistake("stress 127.0.0.1:1 --framing line --expect deflate", 64, "deflate", "length"),
    Mistake("stress 127.0.0.1:1 --transform upper", 64, "--transform"),
    Mistake("stress 127.0.0.1:1 --steps 10/s,2O/s:1s", 64, "2O/s", "     ^^^^"),
    Mistake("stress 127.0.0.1:1 --size 64:9,1XB:1", 64, "1XB", "     ^^^"),
    Mistake("stress 127.0.0.1:1 --rate 5/s --think 1s", 64, "--think", "hint"),
    Mistake("stress 127.0.0.1:1 --start-at 2020-01-01T00:00:00Z", 64, "past"),
    Mistake("stress 127.0.0.1:1 --start-at 9223372036", 64, "--start-at", "365 days"),
    Mistake("stress 127.0.0.1:1 --start-at 9999-01-01T00:00:00Z", 64, "--start-at", "365 days"),
    Mistake("stress 127.0.0.1:1 --csv /nonexistent/a.csv", 69, "/nonexistent/a.csv", "No such"),
    Mistake("stress 127.0.0.1:1 --payload /nonexistent/a", 69, "/nonexistent/a", "No such"),
    Mistake("connect", 64, "ENDPOINT"), Mistake("connect a:1 b:2", 64, "b:2"),
    Mistake("conect a:1", 64, "conect", "connect"),
    Mistake("serve no-such-host.invalid:0", 69, "no-such-host.invalid"),
    Mistake("connect no-such-host.invalid:1", 69, "no-such-host.invalid"),
    Mistake("connect 127.0.0.1:1", 69, "tcp://127.0.0.1:1", "ECONNREFUSED"),
    Mistake("connect unix:/nonexistent/socket", 69, "/nonexistent/socket", "ENOENT"),
    Mistake("stress 127.0.0.1:1 -c 3", 69, "tcp://127.0.0.1:1", "ECONNREFUSED"),
    Mistake("serve 192.0.2.1:0", 69, "192.0.2.1", "EADDRNOTAVAIL"),
    Mistake("serve unix:/nonexistent/socket", 69, "/nonexistent/socket", "ENOENT"),
    Mistake("stress 127.0.0.1:1 -c 1000000", 69, "open files", "ulimit"),
  ])
  func mistakesAreNamed(_ mistake: Mistake) async throws {
    let child = try ChildProcess(Swiftlet.path, mistake.words)
    try child.feed([])
    let outcome = await child.outcome()
    #expect(outcome.status == mistake.status, "\(outcome.errors)")
    for word in mistake.mentions { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    #expect(outcome.text == "")
    // What, the value with a mark under it, what to do.
    #expect(outcome.errors.split(separator: "\n").count <= 4, "\(outcome.errors)")
    expectNoCrash(outcome)
  }

  /// The most that 64 bits of nanoseconds hold, for every option that takes a time.
  @Test(arguments: [
    "stress 127.0.0.1:1 --duration", "stress 127.0.0.1:1 --warmup",
    "stress 127.0.0.1:1 --think", "stress 127.0.0.1:1 --timeout",
    "stress 127.0.0.1:1 --connect-timeout", "serve 127.0.0.1:0 --idle-timeout",
    "serve 127.0.0.1:0 --write-stall-timeout", "serve 127.0.0.1:0 --drain-timeout",
  ])
  func endlessTimesAreRefused(_ words: String) async throws {
    try await mistakesAreNamed(Mistake("\(words) 9223372036s", 64, "9223372036s", "8760h"))
  }

  @Test(arguments: [
    "--start-at +9000000000 --warmup 300000000", "--ramp 0/s..5/s:9200000000s",
    "--steps 1/s,2/s:9200000000s",
  ])
  func endlessPlansAreRefused(_ words: String) async throws {
    try await mistakesAreNamed(Mistake("stress 127.0.0.1:1 \(words)", 64, "8760h"))
  }

  @Test(arguments: [
    "--help", "--version", "serve --help", "stress --help", "connect --help", "compare --help",
  ])
  func helpIsAResult(_ line: String) async throws {
    let whole = try await Swiftlet.shell("$SWIFTLET \(line)")
    #expect(whole.status == 0)
    #expect(whole.text.contains("swiftlet"))
    #expect(whole.errors == "")
    let cut = try await Swiftlet.shell("set -o pipefail; $SWIFTLET \(line) | head -1")
    #expect(cut.errors == "")
    #expect(cut.status == 0)
  }
}
