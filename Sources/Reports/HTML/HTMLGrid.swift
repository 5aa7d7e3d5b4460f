/// A table that may be wider than its place, and is scrolled there rather than with the page.
package enum HTMLGrid {
  /// A table with a heading per column; the first column names the rows.
  ///
  /// - Parameters:
  ///   - columns: the headings; an empty one heads nothing.
  ///   - rows: the name of each row, and its cells: what stands in a `td`.
  ///   - classes: of the table.
  package static func table(
    _ columns: [Markup], _ rows: [(name: Markup, cells: [Markup])], classes: String = ""
  ) -> Markup {
    let head = columns.map { name -> Markup in
      name.isEmpty ? "<td></td>" : "<th scope=\"col\">\(name)</th>"
    }
    let body = rows.map { name, cells -> Markup in
      let cells = cells.map { cell -> Markup in "<td>\(cell)</td>" }
      return "<tr><th scope=\"row\">\(name)</th>\(cells)</tr>\n"
    }
    let attribute: Markup = classes.isEmpty ? "" : " class=\"\(classes)\""
    return """
      <div class="scroll"><table\(attribute)><thead><tr>\(head)</tr></thead><tbody>
      \(body)</tbody></table></div>
      """
  }
}
