import CLinux
import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// Stopping gives everything back, and does not wait for work that nobody wants any more.
struct StopTests {
  @Test(arguments: Model.all)
  func queuedWorkIsDropped(_ model: Model) async throws {
    let gate = Gate()
    var configuration = EchoServerConfiguration.loopback(try gate.echo())
    configuration.workers.workers = 1
    let server = try await model.start(configuration)
    let client = try Client(server.endpoints[0])
    try client.send(String(repeating: "a\n", count: 100))
    #expect(
      await eventually {
        let now = server.statistics
        return gate.arrivals == 1
          && (model.isOnLoop ? now.workers.queued > 50 : now.connections.bytesReceived == 200)
      })
    async let stopped: Void = server.stop()
    // Nobody is let in any more: the server has been told.
    #expect(await eventually { (try? Client(server.endpoints[0])) == nil })
    gate.open()
    await stopped
    #expect(gate.arrivals == 1, "work that nobody wants was done")
    #expect(server.statistics.connections.active == 0)
  }

  @Test(arguments: Model.all)
  func aDrainUnderWayEndsAndReportsItsConnectionsCut(_ model: Model) async throws {
    let gate = Gate()
    let server = try await model.start(.loopback(gate.echo()))
    let client = try Client(server.endpoints[0])
    try client.send("a\n")
    #expect(await eventually { gate.arrivals == 1 })
    async let report = server.drain(within: .seconds(600))
    #expect(await eventually { (try? Client(server.endpoints[0])) == nil })
    async let stopped: Void = server.stop()
    #expect(await report.cut >= 1)
    gate.open()
    await stopped
  }

  @Test(arguments: Model.all)
  func aUnixSocketsFileGoesWithItsServer(_ model: Model) async throws {
    let endpoint = Whereabouts.unix.endpoint
    guard case .unix(let path) = endpoint else { return }
    let configuration = EchoServerConfiguration(EchoService(endpoint, .transparent))
    for drains in [true, false] {
      let server = try await model.start(configuration)
      #expect(access(path, F_OK) == 0)
      if drains { _ = await server.drain(within: .seconds(600)) }
      await server.stop()
      #expect(access(path, F_OK) != 0)
    }
  }

  /// In a process of its own, where every descriptor and thread is known.
  @Test(arguments: Model.all)
  func nothingIsLeftBehind(_ model: Model) async {
    let name: String = model.name
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) { [name = name as String] in
      // What the runtime opens on first use is not the server's.
      try await Self.life(.named(name))
      guard comesTrue({ serverThreads() == 0 }) else { fatalError("no calm") }
      let before = Set(descriptors())
      for _ in 0..<5 { try await Self.life(.named(name)) }
      // Pipes are the test runner's own, and a server never has one.
      let most = before.count { !$0.contains("pipe:") }
      guard
        comesTrue({
          serverThreads() == 0 && descriptors().count { !$0.contains("pipe:") } <= most
        })
      else {
        // Not a trap: what a process that fails has said is not shown.
        print("left: \(serverThreads()) threads; \(Set(descriptors()).subtracting(before))")
        return
      }
    }
    let words = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(!words.contains("left:"), "\(words)")
  }

  /// A server, with workers if it has any, clients that end in every way, a drain that has to cut.
  private static func life(_ model: Model) async throws {
    let echo = try EchoConfiguration.typed(.line, "sha256")
    var configuration = EchoServerConfiguration(
      EchoService(.tcp("127.0.0.1", port: 0), echo), EchoService(Whereabouts.unix.endpoint, echo))
    configuration.workers.workers = 4
    let server = try await model.start(configuration)
    for endpoint in server.endpoints {
      _ = try await onThread { try Client(endpoint).exchange(Array("a\nb\n".utf8), seed: 1) }
      let rude = try Client(endpoint)
      try rude.send("half a line")
      rude.resetsOnClose()
    }
    let stays = try Client(server.endpoints[0])
    try stays.send("half a line")
    let expected = server.statistics.connections.accepted
    _ = await server.drain(within: .milliseconds(20))
    guard server.statistics.connections.closed >= expected else { fatalError("not all closed") }
    await server.stop()
    await server.stop()
  }
}

/// As `eventually`, but without the runtime's timers, for which it opens a descriptor.
private func comesTrue(_ condition: () -> Bool) -> Bool {
  for _ in 0..<300_000 {
    if condition() { return true }
    usleep(2_000)
  }
  return false
}

/// Threads that only a server has; those of the Swift runtime linger for seconds after their work.
private func serverThreads() -> Int {
  entries("task").count { task in
    guard let file = fopen("/proc/self/task/\(task)/comm", "r") else { return false }
    defer { fclose(file) }
    var name = [CChar](repeating: 0, count: 16)
    guard fgets(&name, 16, file) != nil else { return false }
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8($0) }, as: UTF8.self)
    return ["acceptor", "client", "drain", "stop"].contains(text.filter { $0 != "\n" })
      || ["reactor", "worker-", "pool-"].contains { text.hasPrefix($0) }
  }
}

/// The entries of a folder of this process in /proc.
private func entries(_ folder: String) -> [String] {
  guard let directory = opendir("/proc/self/\(folder)") else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names
}

/// What this process has open, as `/proc` shows it.
private func descriptors() -> [String] {
  entries("fd").compactMap { number in
    var target = [UInt8](repeating: 0, count: 128)
    let count = target.withUnsafeMutableBytes {
      readlink("/proc/self/fd/\(number)", $0.baseAddress!, $0.count)
    }
    return count < 0 ? nil : number + " " + String(decoding: target.prefix(count), as: UTF8.self)
  }
}
