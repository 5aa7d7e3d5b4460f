import EchoProtocol
import Stress
import Testing

@testable import swiftlet

/// What a command line of `swiftlet stress` means, and which ones contradict themselves.
@Suite struct StressOptionsTests {
  private func read(_ line: String) throws -> StressOptions {
    let words = ["stress", "h:1"] + line.split(separator: " ").map { String($0) }
    guard case .stress(let options) = try Invocation.read(words) else {
      throw CommandError.software("no stress command")
    }
    return options
  }

  private func plan(_ line: String, now: Duration = .zero) throws -> StressPlan {
    try read(line).plan(now: now)
  }

  @Test func aPlanOfTheDefaults() throws {
    let plan = try plan("")
    #expect(plan.endpoints.map { "\($0)" } == ["tcp://h:1"])
    #expect(plan.connections == 50 && plan.pipeline == 1 && plan.sizes == .fixed(64))
    #expect(plan.load == .closed() && plan.duration == .seconds(10) && plan.threads == 1)
    #expect(plan.companions.isEmpty && plan.startAt == nil && plan.payload == nil)
  }

  @Test func loads() throws {
    #expect(try plan("--think 5ms").load == .closed(thinkTime: .milliseconds(5)))
    #expect(try plan("-r 20k/s").load == .open(.constant(20_000)))
    #expect(
      try plan("-r 9/s --arrivals poisson").load == .open(.constant(9), .poisson))
    let ramp = try plan("--ramp 0/s..9/s:3s")
    #expect(ramp.load == .open(.ramp(from: 0, to: 9, over: .seconds(3))))
    #expect(ramp.measuredTime == .seconds(3))
    #expect(try plan("--steps 1/s,2/s:3s").measuredTime == .seconds(6))
  }

  @Test func everythingReachesThePlan() throws {
    let plan = try plan(
      "g:2 -c 9 -p 3 -d 2s -n 77 --warmup 0 -t 4 --connect-rate 5/s --messages-per-connection 6 "
        + "--reconnect -s 64:1,128:1 --framing line --expect upper --seed 8 --idle 1 "
        + "--slow-readers 2 --slow-writers 3 --half-closers 4 --resetters 5 --timeout 1s "
        + "--connect-timeout 2s --start-at +3s", now: .seconds(100))
    #expect(plan.endpoints.count == 2 && plan.connections == 9 && plan.pipeline == 3)
    #expect(plan.duration == .seconds(2) && plan.messages == 77 && plan.warmup == .zero)
    #expect(plan.threads == 4 && plan.connectRate == 5 && plan.messagesPerConnection == 6)
    #expect(plan.reconnects && plan.sizes.largest == 128 && plan.seed == 8)
    #expect(plan.echo.framing == .line && plan.echo.chain.name == "upper")
    #expect(
      plan.companions == [
        .idle: 1, .slowReader: 2, .slowWriter: 3, .halfCloser: 4, .resetter: 5,
      ])
    #expect(plan.replyTimeout == .seconds(1) && plan.connectTimeout == .seconds(2))
    #expect(plan.startAt == .seconds(103))
  }

  @Test func aCountAloneEndsALoadByItsCount() throws {
    #expect(try read("-n 5").duration == StressAgreement.longEnough)
    #expect(try read("-n 5 -d 3s").duration == .seconds(3))
    #expect(try read("-n 5 -d 10s").duration == .seconds(10))
  }

  @Test func gatesAreCollected() throws {
    #expect(try read("--fail-if p99>5ms --fail-if errors>0").failIf.count == 2)
  }

  @Test func aTimeInThePastIsAnError() throws {
    let options = try read("--start-at 90")
    let error = #expect(throws: CommandError.self) { try options.plan(now: .seconds(100)) }
    #expect(error?.message == "--start-at: the time is in the past, by 10 s")
    #expect(try options.plan(now: .seconds(90)).startAt == .seconds(90))
  }

  @Test(arguments: [
    "-r 1/s --ramp 1/s..2/s:1s", "-r 1/s --steps 1/s:1s", "--ramp 1/s..2/s:1s --steps 1/s:1s",
    "--think 1s -r 1/s", "--think 1s --steps 1/s:1s", "-d 1s --ramp 1/s..2/s:1s",
    "-d 10s --steps 1/s:1s", "--find-max p99<5ms --steps 1/s:1s", "--find-max p99<5ms --think 1s",
    "--find-max p99<5ms --start-at +1s", "--arrivals poisson", "-t 2 -c 1", "--json --csv -",
    "--csv x --hgrm x", "--fail-if rate<0.9*target", "--json --json-file -",
    "--size 5 --payload f --framing line",
  ]) func contradictions(_ line: String) {
    let error = #expect(throws: CommandError.self, "\(line)") { try read(line) }
    #expect(error?.status == .usage && error?.hint != nil)
  }

  @Test(arguments: [
    "-r 1/s --find-max p99<5ms", "--csv - --json-file x", "-n 5 --steps 1/s:1s", "--json --csv x",
    "--payload f -s 9", "-r 1/s --fail-if rate<0.9*target", "--arrivals poisson --find-max p99<5ms",
  ]) func noContradictions(_ line: String) {
    #expect(throws: Never.self, "\(line)") { try read(line) }
  }

  @Test func aFileThatCannotBeReadIsNamed() throws {
    let options = try read("--payload /nonexistent/file")
    let error = #expect(throws: CommandError.self) { try options.plan(now: .zero) }
    #expect(error?.message == "cannot read '/nonexistent/file': No such file or directory")
    #expect(error?.status == .unavailable)
  }
}
