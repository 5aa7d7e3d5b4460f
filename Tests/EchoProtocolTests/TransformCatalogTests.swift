import EchoProtocol
import Testing

struct TransformCatalogTests {
  @Test func listsEveryBuiltInTransform() {
    #expect(
      TransformCatalog.entries.map(\.usage) == [
        "identity", "upper", "lower", "rot13", "reverse", "sha256", "deflate",
        "burn:MICROSECONDS", "wait:MICROSECONDS", "fault",
      ])
    #expect(TransformCatalog.entries.allSatisfy { !$0.summary.isEmpty })
  }

  @Test func everyEntryMakesATransformOfItsNameAndCost() throws {
    for entry in TransformCatalog.entries {
      let word = entry.argument == nil ? entry.name : "\(entry.name):7"
      let transform = try TransformCatalog.transform(parsing: word)
      #expect(transform.name == word)
      #expect(transform.cost == entry.cost)
    }
  }

  @Test(arguments: ["burn:0", "burn:10000000", "wait:0", "wait:10000000"])
  func acceptsTheEndsOfTheRange(word: String) throws {
    #expect(try TransformCatalog.transform(parsing: word).name == word)
  }

  @Test(arguments: [
    (
      "uper", ConfigurationError.Reason.unknownName, "uper",
      "unknown transform `uper`: did you mean `upper`?"
    ),
    (
      "upper,gzip", .unknownName, "gzip",
      "unknown transform `gzip`: choose one of identity, upper, lower, rot13, reverse, sha256, "
        + "deflate, burn, wait, fault"
    ),
    ("bunr:5", .unknownName, "bunr", "unknown transform `bunr`: did you mean `burn`?"),
    (
      "upper:3", .superfluousArgument, "upper:3",
      "`upper` takes no argument: write `upper` instead of `upper:3`"
    ),
    (
      "upper:", .superfluousArgument, "upper:",
      "`upper` takes no argument: write `upper` instead of `upper:`"
    ),
    (
      "burn", .missingArgument, "burn",
      "`burn` needs an argument: write `burn:MICROSECONDS`, a whole number from 0 to 10000000"
    ),
    (
      "wait:", .missingArgument, "wait:",
      "`wait` needs an argument: write `wait:MICROSECONDS`, a whole number from 0 to 10000000"
    ),
    (
      "burn:1ms", .invalidArgument, "burn:1ms",
      "`1ms` in `burn:1ms` is not a number: write `burn:MICROSECONDS`, a whole number from 0 to "
        + "10000000"
    ),
    (
      "burn:-1", .invalidArgument, "burn:-1",
      "`-1` in `burn:-1` is not a number: write `burn:MICROSECONDS`, a whole number from 0 to "
        + "10000000"
    ),
    (
      "wait:1:2", .invalidArgument, "wait:1:2",
      "`1:2` in `wait:1:2` is not a number: write `wait:MICROSECONDS`, a whole number from 0 to "
        + "10000000"
    ),
    (
      "wait:10000001", .outOfRange, "wait:10000001",
      "the argument of `wait:10000001` is out of range: use a number from 0 to 10000000"
    ),
    (
      "burn:99999999999999999999", .outOfRange, "burn:99999999999999999999",
      "the argument of `burn:99999999999999999999` is out of range: use a number from 0 to "
        + "10000000"
    ),
  ])
  func refuses(chain: String, reason: ConfigurationError.Reason, word: String, text: String) {
    let error = #expect(throws: ConfigurationError.self) { try TransformChain(parsing: chain) }
    #expect(error?.reason == reason)
    #expect(error?.word == word)
    #expect(error?.description == text)
  }

  @Test(arguments: ["", ",", "upper,", ",upper", "upper,,lower", " upper", "upper, lower"])
  func refusesEmptyNamesAndSpaces(chain: String) {
    let error = #expect(throws: ConfigurationError.self) { try TransformChain(parsing: chain) }
    #expect(error?.reason == .unknownName)
  }
}
