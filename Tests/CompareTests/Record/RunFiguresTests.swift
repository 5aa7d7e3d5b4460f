import Compare
import Testing

struct RunFiguresTests {
  @Test func takesTheMedianOfWhatWasMeasured() {
    let runs = [
      RunFigures([.p99: 3, .messagesPerSecond: 10]), RunFigures([.p99: 1]),
      RunFigures([.p99: 100, .messagesPerSecond: 20]),
    ]
    let median = RunFigures(medianOf: runs)
    #expect(median == RunFigures([.p99: 3, .messagesPerSecond: 15]))
    #expect(RunFigures(medianOf: []) == RunFigures())
  }

  @Test func hasCPUTimeWhereItHasBothParts() {
    #expect(RunFigures([.userCPU: 0.5, .systemCPU: 4]).cpu == 4.5)
    #expect(RunFigures([.userCPU: 0.5]).cpu == nil)
  }
}
