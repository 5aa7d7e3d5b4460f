import Testing

@testable import Reactor

@Suite("Seats")
struct SeatsTests {
  @Test("equals get one in turn")
  func inTurn() {
    let seats = Seats(rows: 3, limit: .max)
    #expect((0..<7).map { _ in seats.take() } == [0, 1, 2, 0, 1, 2, 0])
    #expect(seats.taken == 7)
  }

  @Test("who has lost some is served first")
  func shortestRow() {
    let seats = Seats(rows: 3, limit: .max)
    for _ in 0..<6 { _ = seats.take() }
    for _ in 0..<2 { _ = seats.giveBack(1) }
    _ = seats.giveBack(2)
    #expect((0..<4).map { _ in seats.take() } == [1, 2, 1, 2])
    #expect(seats.taken == 7)
  }

  @Test("one seat that is given back is told of, if it was asked for")
  func telling() {
    let seats = Seats(rows: 2, limit: 2)
    let rows = [seats.take(), seats.take(), seats.take()]
    #expect(!seats.giveBack(rows[0]))
    seats.tellOfNext()
    #expect(seats.giveBack(rows[1]))
    #expect(!seats.giveBack(rows[2]))
    #expect(seats.taken == 0)
  }

  @Test("a row that is closed gets nobody, and the first when all are")
  func closedRows() {
    let seats = Seats(rows: 3, limit: .max)
    seats.close(1)
    #expect((0..<4).map { _ in seats.take() } == [0, 2, 0, 2])
    seats.close(2)
    seats.close(0)
    #expect(seats.take() == 0)
  }
}
