internal import CLinux

/// How many threads this process has.
package enum ProcessThreads {
  /// Whether `fork(2)` is safe: with another thread about, a lock that it holds at that moment
  /// would stay locked in the child for ever.
  ///
  /// ThreadSanitizer keeps a thread of its own, which knows of forks.
  package static var isAlone: Bool { count <= (dlsym(nil, "__tsan_init") == nil ? 1 : 2) }

  /// As `/proc` lists them.
  package static var count: Int {
    guard let folder = opendir("/proc/self/task") else { return 1 }
    defer { closedir(folder) }
    var count = 0
    while let entry = readdir(folder) { if entry.pointee.d_name.0 != CChar(46) { count += 1 } }
    return count
  }
}
