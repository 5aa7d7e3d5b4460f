import CLinux
import Compare
import Glibc

/// The program: the words in, the exit status out.
@main
enum Swiftlet {
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    // Not one of the commands: how `compare` starts the servers that it measures.
    if words.first == "guard" { _exit(Guardian.run(words: Array(words.dropFirst()))) }
    // A reader that goes away (`swiftlet --help | head -1`) shows as EPIPE where it is written.
    signal(SIGPIPE, SIG_IGN)
    let front = CommandFront(commands: .live, console: .standard)
    let status = front.run(words)
    // Not exit(3): its clean-up would pull libcrypto away from under workers that are still at it.
    // Nothing is buffered that could be lost.
    _exit(status.rawValue)
  }
}
