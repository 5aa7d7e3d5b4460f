import CLinux

/// The modes of the terminal at standard input: keys one by one and unseen, or as they were.
///
/// Used on one thread.
struct KeyboardModes {
  private let descriptor = STDIN_FILENO
  private var before: termios?

  /// Whether keys come one by one.
  var areTaken: Bool { before != nil }

  /// Whether standard input is a terminal whose keys are for this process: not while it runs in
  /// the background.
  var areOurs: Bool { isatty(descriptor) == 1 && tcgetpgrp(descriptor) == getpgrp() }

  /// Takes the keys, if they are ours and not taken yet.
  ///
  /// Ctrl-C and Ctrl-Z go on making signals.
  mutating func take() {
    var modes = termios()
    guard before == nil, areOurs, tcgetattr(descriptor, &modes) == 0 else { return }
    let previous = modes
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO)
    // A read waits for one byte, and for nothing else.
    withUnsafeMutableBytes(of: &modes.c_cc) { characters in
      characters[Int(VMIN)] = 1
      characters[Int(VTIME)] = 0
    }
    if tcsetattr(descriptor, TCSANOW, &modes) == 0 { before = previous }
  }

  /// Makes the terminal what it was, unless it is somebody else's by now.
  mutating func giveBack() {
    guard var modes = before else { return }
    before = nil
    if areOurs { tcsetattr(descriptor, TCSANOW, &modes) }
  }
}
