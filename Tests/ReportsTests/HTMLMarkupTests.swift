import Reports
import Testing

struct HTMLMarkupTests {
  @Test func escapesWhatIsNotMarkup() {
    let outside = "<b class=\"x\" id='y'>&amp;"
    let markup: Markup = "<p title=\"\(outside)\">\(outside)</p>"
    let escaped = "&lt;b class=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;"
    #expect(markup.text == "<p title=\"\(escaped)\">\(escaped)</p>")
  }

  @Test func putsMarkupInAsItStands() {
    let inner: Markup = "<b>bold</b>"
    let outer: Markup = "<p>\(inner) and \([inner, inner]) \(7)</p>"
    #expect(outer.text == "<p><b>bold</b> and <b>bold</b><b>bold</b> 7</p>")
  }

  @Test(arguments: [
    ("\u{0}\u{1B}[31m", "\u{2400}\u{241B}[31m"), ("\u{7F}\u{85}", "\u{2421}\u{FFFD}"),
    ("a\tb\nc\rd", "a\tb\nc\u{240D}d"), ("\u{202E}abc\u{2069}", "\u{FFFD}abc\u{FFFD}"),
    ("ünï→🐦", "ünï→🐦"), ("", ""), ("e\u{301}", "e\u{301}"),
  ])
  func showsWhatCannotBeSeen(_ text: String, _ escaped: String) {
    #expect(Markup.escape(text).unicodeScalars.elementsEqual(escaped.unicodeScalars))
  }
}
