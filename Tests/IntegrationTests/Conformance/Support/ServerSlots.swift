/// Lets a few servers run at once, however many tests do.
actor ServerSlots {
  /// The slots of all conformance tests together.
  static let shared = ServerSlots(Scale.isReduced ? 4 : 8)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ count: Int) { free = count }

  /// Waits for a slot, and has it until the body has ended.
  nonisolated func lend(_ body: () async throws -> Void) async throws {
    await take()
    do {
      try await body()
    } catch {
      await giveBack()
      throw error
    }
    await giveBack()
  }

  private func take() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  /// To who has waited longest.
  private func giveBack() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
