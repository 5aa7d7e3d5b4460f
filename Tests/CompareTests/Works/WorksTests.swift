import EchoProtocol
import EchoServers
import Sockets
import Stress
import Testing

@testable import Compare

/// What each work is measured at.
@Suite struct WorksTests {
  @Test(arguments: Work.allCases, ComparisonPlan.Scale.allCases)
  func eachHasSettingsThatCanBeToldApart(_ work: Work, _ scale: ComparisonPlan.Scale) {
    let settings = work.experiment.settings(scale)
    #expect(!settings.isEmpty)
    #expect(Set(settings.map(\.label)).count == settings.count)
  }

  /// `pool` and `prefork` serve 64 at a time: a number that all can serve shows all.
  @Test func quicklyEverybodyTakesPartInBusyConnections() {
    let work = ConnectionsWork()
    #expect(work.settings(.quick).allSatisfy { work.clients($0) <= 64 })
  }

  @Test func messagesInFlightAreWhatTheSettingSays() throws {
    let work = PipelineWork()
    let depths = try work.settings(.full).map { setting in
      var load = StressPlan(try Endpoint(parsing: "127.0.0.1:5000"), echo: .transparent)
      work.shape(&load, setting)
      return load.pipeline
    }
    #expect(depths == [1, 16])
  }
}
