import Foundation
import Reports
import TestSupport
import Testing

@testable import Compare

struct ComparisonHTMLTests {
  static let hostile = "</script><script>alert('1')</script>\u{1B}\u{202E}\" onload=\"x"

  static let samples: [(name: String, record: ComparisonRecord)] = [
    ("full", SampleComparison.record()), ("small", SampleComparison.small()),
    ("empty", SampleComparison.empty()), ("hostile", SampleComparison.record(peer: hostile)),
  ]

  private func sample(_ name: String) throws -> ComparisonRecord {
    try #require(Self.samples.first { $0.name == name }).record
  }

  @Test(arguments: ["full", "small", "empty", "hostile"])
  func isOneWholePage(_ name: String) throws {
    let page = ComparisonHTML(try sample(name)).text
    let faults = WholePage.faults(in: page, hostile: [" onload=\"x"])
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test(arguments: ["full", "small", "empty", "hostile"])
  func holdsTheRecord(_ name: String) throws {
    let record = try sample(name)
    let page = ComparisonHTML(record).text
    let begin = try #require(page.range(of: "id=\"record\">")).upperBound
    let end = try #require(page.range(of: "</script>", range: begin..<page.endIndex)).lowerBound
    #expect(try ComparisonRecord(json: Array(page[begin..<end].utf8)) == record)
  }

  /// Every figure of every entry is in a table, exact.
  @Test func showsExactFigures() throws {
    let record = try sample("full")
    let page = ComparisonHTML(record).text
    var shown: [String: String] = [:]
    for piece in page.components(separatedBy: "<data value=\"").dropFirst() {
      let parts = piece.components(separatedBy: "\"")
      shown[parts[2]] = parts[0]
    }
    for (index, experiment) in record.experiments.enumerated() {
      for (place, cell) in experiment.cells.enumerated() {
        for (number, entry) in cell.entries.enumerated() {
          let way = "experiments.\(index).cells.\(place).entries.\(number)"
          let isQuiet = { (key: FigureKey) in key == .errors || key == .mismatches }
          for (key, value) in entry.figures.values
          where key != experiment.metric.key && !(value == 0 && isQuiet(key)) {
            #expect(shown["\(way).figures.\(key.rawValue)"].flatMap(Double.init) == value)
          }
          if let estimate = entry.estimate {
            #expect(shown["\(way).estimate.median"].flatMap(Double.init) == estimate.median)
            #expect(shown["\(way).estimate.high"].flatMap(Double.init) == estimate.high)
          }
        }
      }
    }
    #expect(shown["environment.quota_cores"] == "1.5")
  }

  @Test func hasThePlotsThatItsFiguresFill() throws {
    let page = ComparisonHTML(try sample("full")).text
    for title in [
      "Throughput against connections", "Latency by percentile, 100 connections",
      "Server CPU time per message, 10 connections", "Context switches per message",
      "Memory per connection", "p99 latency against offered load (× capacity)", "Who wins where",
      "p99 over time, 1 % of the messages", "Connections lost, one spins",
    ] {
      #expect(page.contains(title), "\(title)")
    }
    for experiment in try sample("full").experiments {
      #expect(page.contains(Markup.escape(experiment.question)))
      #expect(page.contains("<code>\(Markup.escape(experiment.rerun))</code>"))
    }
  }

  @Test func marksAndExplains() throws {
    let page = ComparisonHTML(try sample("full")).text
    #expect(page.contains("Ended before all was measured"))
    #expect(
      page.contains("class=\"best\" aria-label=\"best, 1.3×\"><span>★</span> <span>1.3×</span>"))
    #expect(
      page.contains(
        "class=\"tied\" aria-label=\"not told apart from the best\"><span>≈</span> <span></span>"))
    #expect(page.contains("Not run: it wants 1,024 open files"))
    #expect(page.contains("c-epoll is not judged, the client was the bottleneck"))
    #expect(page.contains("pool reached its limit"))
    #expect(page.contains("async was not measured"))
    #expect(!ComparisonHTML(try sample("small")).text.contains("Ended before"))
  }
}
