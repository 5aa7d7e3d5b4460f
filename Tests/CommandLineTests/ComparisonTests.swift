import CLinux
import Reports
import Sockets
import Stress
import Testing

@testable import swiftlet

/// `swiftlet stress diff` and `merge`, with files that are what they should be and others.
@Suite struct ComparisonTests {
  /// Files that go away with the test.
  private final class Files {
    private(set) var paths: [String] = []

    func write(_ text: String) throws -> String {
      let path = "/tmp/swiftlet-record-\(getpid())-\(UInt32.random(in: 0 ... .max)).json"
      try ReportFile(creating: path).write(text)
      paths.append(path)
      return path
    }

    deinit { for path in paths { unlink(path) } }
  }

  private final class Output: Sendable {
    let text = Locked("")
    var console: Console {
      Console(
        output: { bytes in
          self.text.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
          return 0
        }, error: { _ in 0 })
    }
    var value: String { text.withLock { $0 } }
  }

  private func diff(_ words: String...) throws -> (status: swiftlet.ExitStatus, text: String) {
    guard case .run(let options) = try StressDiffOptions.table.parse(words) else {
      throw CommandError.software("no diff")
    }
    let output = Output()
    let status = try StressDiffCommand(options: options, console: output.console).run()
    return (status, output.value)
  }

  private func merge(_ words: [String]) throws -> (status: swiftlet.ExitStatus, text: String) {
    guard case .run(let options) = try StressMergeOptions.table.parse(words) else {
      throw CommandError.software("no merge")
    }
    let output = Output()
    let status = try StressMergeCommand(
      options: options, console: output.console, words: ["swiftlet"]
    ).run()
    return (status, output.value)
  }

  @Test func twoRunsSideBySide() throws {
    let files = Files()
    let a = try files.write(sampleRecord().json())
    let b = try files.write(sampleRecord { $0.messages *= 2 }.json())
    let same = try diff(a, a)
    #expect(same.status == .well && same.text.contains("nothing changed beyond the noise"))
    let gated = try diff(a, b, "--fail-if", "rate>1.5", "--fail-if", "p99>1.1")
    #expect(gated.status == .refused)
    #expect(gated.text.contains("+100.0 %") && gated.text.hasSuffix("\na gate fired\n"))
    for line in gated.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    let json = try diff(a, b, "--json")
    #expect(json.status == .well && json.text.hasPrefix("{") && json.text.hasSuffix("}\n"))
  }

  @Test func runsAsOne() throws {
    let files = Files()
    let a = try files.write(sampleRecord().json())
    let b = try files.write(sampleRecord { $0.startedAt = .milliseconds(1) }.json())
    let both = try merge([a, b])
    #expect(both.status == .well)
    #expect(both.text.contains("246,912") && both.text.contains("2 runs merged"))
    #expect(try merge([a, b, "--fail-if", "errors<1"]).status == .refused)
    #expect(try merge([a, b, "--json"]).text.hasPrefix("{"))
    let c = try files.write("")
    #expect(try merge([a, b, "--json-file", c]).status == .well)
    #expect(try RecordFile.read(c).messages == 246_912)
    #expect(try merge([a, b, "--csv", "-"]).text.hasPrefix("start_seconds,"))
  }

  @Test func whatIsNoRecordIsNamed() throws {
    let files = Files()
    let good = try files.write(sampleRecord().json())
    for text in ["", "{", "[]", "{}", #"{"schema":1}"#, #"{"schema":99}"#, "\u{0}"] {
      let path = try files.write(text)
      let error = #expect(throws: CommandError.self, "\(text)") { try diff(good, path) }
      #expect(error?.status == .unavailable && error?.message.contains(path) == true)
    }
    let missing = #expect(throws: CommandError.self) { try merge(["/nonexistent/a"]) }
    #expect(missing?.message == "cannot read '/nonexistent/a': No such file or directory")
  }
}
