import Stress

extension StressOptions {
  /// The options of `swiftlet stress`.
  static let table = OptionTable(
    program: "swiftlet stress",
    summary: "Load an echo server and verify every byte that comes back.",
    details: [
      "Exits with 1 if a reply was wrong, late or missing, or a gate fired. See also",
      "'swiftlet stress diff --help' and 'swiftlet stress merge --help'.",
    ],
    operand: .init(
      placeholder: "ENDPOINT", count: 1...Int.max,
      help: "HOST:PORT, [V6]:PORT, tcp://... or unix:PATH; several: in rotation",
      defaultText: nil,
      take: { $0.endpoints.append($1) }),
    groups: [
      .init(title: "Load", options: load),
      .init(title: "Rate (without one of these, a message follows a reply)", options: rates),
      .init(title: "Connections", options: connecting),
      .init(title: "Messages", options: traffic),
      .init(title: "Difficult peers beside the load", options: companions),
      .init(title: "Report", options: reporting),
    ],
    examples: [
      "swiftlet stress 127.0.0.1:5000 -c 200 -s 1KiB -d 30s",
      "swiftlet stress 127.0.0.1:5000 -r 20000/s --html out.html --fail-if 'p99>5ms'",
      "swiftlet stress 127.0.0.1:5000 --find-max 'p99<5ms' -d 3s",
    ],
    defaults: StressOptions(),
    check: { (options, written) throws(CommandError) in
      try StressAgreement.check(&options, written)
    })
}
