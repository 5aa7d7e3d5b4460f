import Testing

/// What the documents show is what is compiled.
struct DocumentTests {
  @Test func everySnippetIsCompiled() throws {
    let compiled = try Checkout.compiledFiles()
    var count = 0
    for document in try Checkout.documents() {
      for snippet in Snippet.all(in: document) {
        count += 1
        #expect(
          compiled.contains { snippet.isFound(in: $0) },
          """
          \(snippet.place): this snippet is in no source of the examples; put it into a file of \
          examples/Snippets/Sources/Snippets
          \(snippet.lines.joined(separator: "\n"))
          """)
      }
    }
    #expect(count > 10, "the documents were not found")
  }

  @Test func aSnippetIsFoundHoweverFarIndented() {
    let document = Checkout.File(
      name: "a.md",
      lines: ["1. text", "   ```swift", "   if a {", "", "     b()", "   }", "   ```"])
    let snippets = Snippet.all(in: document)
    #expect(snippets.map(\.lines) == [["if a {", "", "  b()", "}"]])
    #expect(snippets.map(\.place) == ["a.md:2"])
    let source = ["func f() {", "  if a {", "", "    b()", "  }", "}"]
    #expect(snippets[0].isFound(in: Checkout.File(name: "a.swift", lines: source)))
    let other = ["func f() {", "  if a {", "", "  b()", "  }", "}"]
    #expect(!snippets[0].isFound(in: Checkout.File(name: "b.swift", lines: other)))
  }

  @Test func aSnippetIsFoundInADocumentationComment() {
    let source = Checkout.File(
      name: "a.swift", lines: ["  /// Text.", "  ///", "  /// ```swift", "  /// a()", "  /// ```"])
    #expect(Snippet.all(in: source).map(\.lines) == [["a()"]])
  }
}
