/// A value that cannot be read; on the command line the option's name is added by its table.
package struct BadValue: Error, Equatable {
  /// What is wrong, with the offending word in quotes.
  package let message: String

  /// How a good value looks.
  package let hint: String?

  /// Where in the value it is wrong, if that needs to be shown.
  package let excerpt: Excerpt?

  package init(_ message: String, hint: String? = nil, excerpt: Excerpt? = nil) {
    self.message = message
    self.hint = hint
    self.excerpt = excerpt
  }
}
