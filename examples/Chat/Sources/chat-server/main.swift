import Chat
import Glibc
import Reactor

let endpoint = try Endpoint(parsing: CommandLine.arguments.dropFirst().first ?? "127.0.0.1:5000")
let loop = try EventLoop.spawn(name: "chat")
let signals = try loop.signals(.terminate, .interrupt)
let listener = try await loop.openChat(at: endpoint)
print("listening on \(listener.endpoint)")
fflush(nil)

for await _ in signals { break }
_ = await loop.drain(within: .seconds(2))
await loop.stop()
