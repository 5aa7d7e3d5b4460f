import Testing

@testable import Compare

@Suite("Messages between compare and a guardian")
struct GuardianMessageTests {
  @Test(
    "a report is read as it was written",
    arguments: [
      .started(pid: 4_194_304), .refused(step: .exec, errno: 2), .refused(step: .pin, errno: 22),
      .refused(step: .fork, errno: 11), .ended(ServerTotals()),
      .ended(ServerTotals([139, 1, 2, 3, 4, 5, 6, 7, 1, 0])!),
    ] as [GuardianReport])
  func reports(report: GuardianReport) {
    #expect(GuardianReport(report.text) == report)
  }

  @Test(
    "what is no report is none",
    arguments: [
      "", "started", "started x", "started 1 2", "refused", "refused sit 1", "refused exec x",
      "ended", "ended 1 2 3", "ended 1 2 3 4 5 6 7 8 9 x", "ended 99999999999 2 3 4 5 6 7 8 9 0",
    ])
  func noReports(text: String) {
    #expect(GuardianReport(text) == nil)
  }

  @Test("an order is read as it was written")
  func orders() {
    for grace in [0, 1, UInt64.max] {
      let order = GuardianOrder.end(graceMilliseconds: grace)
      #expect(GuardianOrder(order.text) == order)
    }
    for text in ["", "end", "end -1", "end x", "stop 1", "end 1 2"] {
      #expect(GuardianOrder(text) == nil)
    }
  }
}
