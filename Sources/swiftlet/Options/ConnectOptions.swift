/// What `swiftlet connect` was asked to do.
struct ConnectOptions: Equatable, Sendable {
  /// The server to talk to, as written.
  var endpoint = ""
}

extension ConnectOptions {
  /// The options of `swiftlet connect`.
  static let table = OptionTable(
    program: "swiftlet connect",
    summary: "Talk to an echo server: type a line, see its echo.",
    details: [
      "The line exit ends the session, and so does the end of input.",
      "Exits with 1 if the server closed before it had answered every line.",
    ],
    operand: .init(
      placeholder: "ENDPOINT", count: 1...1,
      help: "HOST:PORT, [V6]:PORT, tcp://... or unix:PATH", defaultText: nil,
      take: { $0.endpoint = $1 }),
    groups: [.init(title: "Options", options: [])],
    examples: [
      "swiftlet connect 127.0.0.1:5000",
      "printf 'hi\\nexit\\n' | swiftlet connect 127.0.0.1:5000",
    ],
    defaults: ConnectOptions())
}
