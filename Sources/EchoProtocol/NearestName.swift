/// The name that a misspelt word most likely meant, or nil when none is near.
///
/// Near is at most two edits, and fewer than half of the name's letters, so that a short name is
/// not offered for anything at all. Of equally near names the first wins.
///
/// - Parameters:
///   - word: what was typed.
///   - names: what could have been typed.
package func nearestName(to word: String, among names: [String]) -> String? {
  let typed = Array(word.utf8)
  var best: (name: String, distance: Int)?
  for name in names {
    let distance = editDistance(typed, Array(name.utf8))
    guard distance <= 2, distance * 2 < name.utf8.count else { continue }
    if distance < best?.distance ?? .max { best = (name, distance) }
  }
  return best?.name
}

/// The number of insertions, deletions, substitutions and swaps of neighbours between two words.
///
/// This is the optimal string alignment distance. Three rows of its table are enough.
func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  // A word that is much longer than any name is not a misspelling, and costs nothing to refuse.
  guard abs(left.count - right.count) <= 2 else { return .max }
  var beforeLast = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    for column in right.indices {
      let substitution = last[column] + (left[row] == right[column] ? 0 : 1)
      var cost = min(substitution, last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    (beforeLast, last) = (last, current)
  }
  return last[right.count]
}
