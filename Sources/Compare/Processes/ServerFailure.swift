public import Sockets

/// Why a server could not be started or used: one line that names it, the reason, and what to do.
public struct ServerFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was wrong.
  public enum Reason: Sendable, Equatable {
    /// The command has no words.
    case noCommand
    /// No word of the command has `{port}`, and nothing else says where the server is to listen.
    case noPlaceholder
    /// There is no such program.
    case commandNotFound(String)
    /// The program, or the interpreter that it names, cannot be run.
    case notExecutable(String, Errno)
    /// The machine has no room, or no such core, for it: what was being done, and the reason.
    case noResources(String, String)
    /// It ended before it was ready.
    case endedBeforeReady(ServerEnding.Cause, lastWords: String?)
    /// It was not ready in time.
    case notReady(within: Duration, lastWords: String?)
    /// It printed `listening on` before something that is no endpoint.
    case unknownEndpoint(String)
    /// Another program listens on the port that was free when it was chosen.
    case portTaken(UInt16, lastWords: String?)
    /// The caller's task was cancelled while the server was starting.
    case cancelled
    /// It ended by itself when it was expected to serve; `nil` where it has not been learnt yet how.
    case ended(ServerEnding?)
    /// Its figures cannot be read.
    case unreadable(String)
    /// The guardian did not do its part: a bug of ours, or the program was replaced meanwhile.
    case guardian(String)
  }

  /// The server's name.
  public let server: String
  /// What was wrong.
  public let reason: Reason

  init(_ server: String, _ reason: Reason) {
    self.server = PrintableText.line(server, limit: 80)
    self.reason = reason
  }

  /// Whether the command itself is wrong: a usage error.
  public var isUsage: Bool { reason == .noCommand || reason == .noPlaceholder }

  /// One line: `cannot run 'x': y (hint)`.
  public var description: String {
    "cannot run '\(server)': \(problem)" + (hint.isEmpty ? "" : " (\(hint))")
  }

  /// The reason in words, without the server's name and without the hint.
  public var problem: String {
    switch reason {
    case .noCommand: "its command is empty"
    case .noPlaceholder: "its command lacks {port}"
    case .commandNotFound(let program): "\(program): command not found"
    case .notExecutable(let program, let errno): "\(program) is not executable: \(errno)"
    case .noResources(let operation, let reason): "cannot \(operation): \(reason)"
    case .endedBeforeReady(let cause, let words):
      "it \(cause) before it was ready" + quoted(words)
    case .notReady(let time, let words):
      "it was not ready within \(Self.seconds(time))" + quoted(words)
    case .unknownEndpoint(let text): "it says that it listens on `\(text)`, which is no endpoint"
    case .portTaken(let port, let words):
      "another program listens on port \(port)" + quoted(words)
    case .cancelled: "the start was cancelled"
    case .ended(let ending?):
      "it \(ending.cause) while it was in use" + quoted(ending.lastErrorLines.last { !$0.isEmpty })
    case .ended(nil): "it ended while it was in use"
    case .unreadable(let reason): reason
    case .guardian(let reason): "its guardian process failed: \(reason)"
    }
  }

  /// What to do about it, or an empty text where there is no honest advice.
  public var hint: String {
    switch reason {
    case .noCommand: "for instance 'socat TCP-LISTEN:{port},fork,reuseaddr EXEC:cat'"
    case .noPlaceholder: "write {port} where the command expects the port to listen on"
    case .commandNotFound: "install it, or give its path"
    case .notExecutable: "give the path of a program; a script needs chmod +x and a first line '#!'"
    case .endedBeforeReady(.exited(0), _):
      "a server must stay in the foreground, not become a daemon"
    case .endedBeforeReady: "run the command by hand, with a port in place of {port}"
    case .notReady:
      "it must listen on 127.0.0.1:{port}; a slow one needs more time"
    case .portTaken: "try again: another port will be chosen"
    case .noResources, .unknownEndpoint, .cancelled, .ended, .unreadable, .guardian: ""
    }
  }

  private func quoted(_ words: String?) -> String {
    words.map { ", saying: \($0)" } ?? ""
  }

  private static func seconds(_ time: Duration) -> String {
    let milliseconds = time.nanosecondsClamped / 1_000_000
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }
}
