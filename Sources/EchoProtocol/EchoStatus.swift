/// What a session wants of its caller after each call.
///
/// ```text
///               receive                     resume
///              ┌──────┐                    ┌──────┐
///              ▼      │     refused        ▼      │ refused
///           ╔══════╗──┘ ───────────────▶ ╔═════════╗
///   ──────▶ ║ open ║                     ║ stalled ║
///           ╚══════╝ ◀─────────────────  ╚═════════╝
///              │        resume, digested     │
///              │                             │
///              │ exit line, inputEnded,      │ resume after inputEnded or up to an exit line,
///              │ bad frame, failed job       │ bad frame, failed job
///              ▼                             ▼
///           ╔════════╗  last reply     ╔═══════╗
///           ║ ending ║ ──────────────▶ ║ ended ║
///           ╚════════╝                 ╚═══════╝
///              │ last reply before  ╔════════╗
///              └──────────────────▶ ║ failed ║
///                the bad frame      ╚════════╝
/// ```
///
/// With no job in work, `ending` is passed through at once. `complete` may come in every state
/// that has jobs in work and `inputEnded` in every state at all; what the diagram does not show
/// traps, naming state and event.
public enum EchoStatus: Equatable, Sendable {
  /// Read on: call `receive` with what comes next.
  case open

  /// The sink refused a job: read nothing, and call `resume` when it has room again.
  case stalled

  /// No more input is wanted, and jobs are in work: read nothing, and wait for `complete`.
  ///
  /// It becomes `ended`, or `failed` when that is what stopped the input.
  case ending

  /// Everything owed has been handed to the sink: send it, then close gracefully.
  case ended

  /// Everything owed before the failure has been handed to the sink: send it, then close.
  ///
  /// Jobs that came after the failure may still be in work; their answers are dropped.
  case failed(EchoError)
}
