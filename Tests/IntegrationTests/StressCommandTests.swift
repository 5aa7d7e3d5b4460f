import Foundation
import Reactor
import Testing

/// `swiftlet stress`: its statuses and its report for programs.
struct StressCommandTests {
  /// No reply and no connection is late, however busy the machine.
  private static let patience = ["--timeout", "5m", "--connect-timeout", "5m"]

  /// A load that does not end by itself while a test lasts.
  private static func longLoad(
    _ server: Swiftlet.Server, _ options: String...
  ) throws -> ChildProcess {
    try ChildProcess(
      Swiftlet.path, ["stress", server.endpoint, "-d", "30m"] + patience + options)
  }

  @Test func theReportHasTheKeysOfTheContract() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let outcome = try await Swiftlet.run(
      "stress", server.endpoint, "-c", "4", "-p", "2", "-n", "2000", "--warmup", "0", "--json",
      "-q", "--timeout", "5m", "--connect-timeout", "5m")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.text.split(separator: "\n").count == 1)
    let parsed = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    let object = try #require(parsed)
    for key in [
      "messages", "messages_per_second", "bytes_per_second", "connections", "errors", "mismatches",
      "client_cpu_seconds", "schema",
    ] { #expect(object[key] is NSNumber, "\(key)") }
    #expect(object["schema"] as? Int == 1)
    #expect(object["connections"] as? Int == 4)
    #expect(object["errors"] as? Int == 0 && object["mismatches"] as? Int == 0)
    let latency = try #require(object["latency_us"] as? [String: Double])
    let names = ["min", "p50", "p90", "p99", "p99_9", "p99_99", "max"]
    #expect(Set(latency.keys) == Set(names + ["mean"]))
    let figures = names.compactMap { latency[$0] }
    #expect(figures == figures.sorted() && figures[0] > 0)
    #expect(await server.terminate().status == 0)
  }

  @Test func peopleGetATable() async throws {
    let server = try await Swiftlet.serve(
      "127.0.0.1:0", "--framing", "line", "--transform", "sha256")
    let outcome = try await Swiftlet.run(
      "stress", server.endpoint, "--framing", "line", "--expect", "sha256", "-n", "100",
      "--timeout", "5m", "--connect-timeout", "5m")
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("messages") && outcome.text.contains("p99.99"))
    #expect(outcome.text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(outcome.text)")
    #expect(await server.terminate().status == 0)
  }

  @Test func aServerThatDoesNotEchoIsRefused() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0", "--transform", "rot13")
    let outcome = try await Swiftlet.run("stress", server.endpoint, "-d", "1s", "--warmup", "0")
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("first mismatch: reply 0, byte"))
    expectNoCrash(outcome)
    #expect(await server.terminate().status == 0)
  }

  @Test func aServerThatGoesAwayIsAnErrorAndNoCrash() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let load = try Self.longLoad(server, "--json")
    #expect(await server.isLoaded())
    server.child.signal(SIGKILL)
    let outcome = await load.outcome()
    #expect(outcome.status == 1)
    #expect(outcome.text.contains(#""ended_early":true"#), "\(outcome.text)")
    expectNoCrash(outcome)
  }

  @Test func anInterruptEndsItEarlyAndItReports() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let load = try Self.longLoad(server, "--json")
    #expect(await server.isLoaded())
    load.signal(SIGINT)
    let outcome = await load.outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text.contains(#""ended_early":true"#))
    #expect(await server.terminate().status == 0)
  }

  @Test func everyReportIsKept() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let base = temporaryPath("run")
    let files = ["json", "csv", "hgrm", "html"].map { "\(base).\($0)" }
    defer { for file in files { try? FileManager.default.removeItem(atPath: file) } }
    let outcome = try await Swiftlet.run(
      "stress", server.endpoint, "-n", "3000", "--warmup", "0", "-q", "--json-file", files[0],
      "--csv", files[1], "--hgrm", files[2], "--html", files[3], "--fail-if", "errors>0",
      "--fail-if", "mismatches>0", "--timeout", "5m", "--connect-timeout", "5m")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text.contains("every byte came back right"))
    let texts = try files.map { try String(contentsOfFile: $0, encoding: .utf8) }
    #expect(texts[0].hasPrefix("{") && texts[0].contains(#""messages":3000"#))
    #expect(texts[1].hasPrefix("start_seconds,"))
    #expect(texts[2].contains("Percentile TotalCount"))
    #expect(texts[3].lowercased().hasPrefix("<!doctype html>"))

    let same = try await Swiftlet.run("stress", "diff", files[0], files[0])
    #expect(same.status == 0 && same.text.contains("nothing changed"), "\(same.errors)")
    let both = try await Swiftlet.run("stress", "merge", files[0], files[0], "--json")
    #expect(both.status == 0 && both.text.contains(#""messages":6000"#), "\(both.errors)")
    #expect(await server.terminate().status == 0)
  }

  @Test func aGateThatFiresIsNamed() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let outcome = try await Swiftlet.run(
      "stress", server.endpoint, "-n", "500", "--warmup", "0", "-q", "--fail-if", "p50>1ns",
      "--fail-if", "errors>0", "--timeout", "5m", "--connect-timeout", "5m")
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("FAILED: p50>1ns: p50 is "), "\(outcome.text)")
    #expect(outcome.text.hasSuffix("a gate fired\n"))
    #expect(await server.terminate().status == 0)
  }

  @Test func aReportThatCannotBeWrittenCostsNoRun() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let outcome = try await Swiftlet.run(
      "stress", server.endpoint, "-n", "1", "-q", "--html", "/nonexistent/page.html")
    #expect(outcome.status == 69 && outcome.text == "")
    #expect(outcome.errors.contains("cannot create '/nonexistent/page.html': No such file"))
    let served = await server.terminate()
    #expect(served.text.contains(/connections accepted +0\n/), "\(served.text)")
  }

  @Test func aSearchThatFindsNothingSaysSo() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let outcome = try await Swiftlet.run(
      "stress", server.endpoint, "-c", "2", "--find-max", "p50<1ns", "-r", "20/s", "-d", "100ms",
      "--warmup", "0", "-q")
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(outcome.text.hasSuffix("no rate held\n"), "\(outcome.text)")
    #expect(await server.terminate().status == 0)
  }

  /// A load with reports to come, in a folder of their own.
  private static func loadWithReports(
    _ server: Swiftlet.Server, _ folder: String, _ options: [String] = []
  ) async throws -> ChildProcess {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let load = try ChildProcess(
      Swiftlet.path,
      ["stress", server.endpoint, "-d", "30m", "--timeout", "5m", "--json-file", "\(folder)/a"]
        + ["--html", "\(folder)/b"] + options)
    #expect(await server.isLoaded())
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    return load
  }

  @Test(arguments: [SIGHUP, SIGQUIT], [[], ["--quiet"]])
  func aSignalThatEndsItLeavesNoFiles(_ signal: Int32, _ options: [String]) async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let folder = temporaryPath("reports")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let load = try await Self.loadWithReports(server, folder, options)
    load.signal(signal)
    #expect(await load.outcome().status == 128 + signal)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    #expect(await server.terminate().status == 0)
  }

  /// As under nohup(1): what is ignored takes nothing away.
  @Test(arguments: ["", "--quiet"])
  func anIgnoredHangUpLeavesTheReports(_ options: String) async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let file = temporaryPath("report.json")
    defer { try? FileManager.default.removeItem(atPath: file) }
    let load = try ChildProcess(
      "bash",
      [
        "--norc", "-c",
        "trap '' HUP; exec '\(Swiftlet.path)' stress \(server.endpoint) -d 30m --timeout 5m "
          + "--json-file '\(file)' \(options)",
      ])
    #expect(await server.isLoaded())
    load.signal(SIGHUP)
    load.signal(SIGINT)
    let outcome = await load.outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(FileManager.default.fileExists(atPath: file))
    #expect(await server.terminate().status == 0)
  }

  @Test func withoutATerminalThereIsALineASecond() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let load = try Self.longLoad(server)
    #expect(await load.waits { $0.contains("of 30:00 min") }, "\(load.errors)")
    #expect(!load.errors.contains("\u{1B}"))
    load.signal(SIGTERM)
    let outcome = await load.outcome()
    #expect(outcome.status == 0 && outcome.text.contains("ended early"), "\(outcome.errors)")
    #expect(await server.terminate().status == 0)
  }
}

extension Swiftlet.Server {
  /// Waits until it has the fifty connections of a load that was told nothing else.
  fileprivate func isLoaded() async -> Bool {
    for _ in 0..<6000 {
      child.signal(SIGUSR1)
      if await child.waits(within: 0.1, until: { $0.contains(/connections open +50\n/) }) {
        return true
      }
    }
    return false
  }
}
