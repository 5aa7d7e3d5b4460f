import Reports

/// A record of a run, read back from a file.
enum RecordFile {
  /// Reads a record.
  ///
  /// - Throws: naming the file, and what is wrong with it.
  static func read(_ path: String) throws(CommandError) -> RunRecord {
    let bytes = try InputFile.bytes(of: path)
    do throws(RecordError) {
      return try RunRecord(json: bytes)
    } catch {
      throw .unavailable(
        "'\(path)': \(error)", hint: "it takes what 'swiftlet stress --json-file FILE' wrote")
    }
  }
}
