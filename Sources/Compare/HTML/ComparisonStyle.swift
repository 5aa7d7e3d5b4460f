internal import Reports

/// What the page of a comparison adds to the style of all pages.
enum ComparisonStyle {
  /// The rules.
  static let sheet = Markup(
    trusted: [colours, matrix, works, bars, tables, narrow].joined(separator: "\n"))

  /// A colour per contestant, told apart by their markers too; each has a contrast of 3 at least.
  private static let colours = """
    :root{--c0:#0b62c4;--c1:#0b8585;--c2:#c2570c;--c3:#8a6d00;--c4:#b3196b;--c5:#7b3fa0;
    --c6:#5d6570;--c7:#16191d;--c8:#3f7d20;--c9:#a33b2f}
    @media screen and (prefers-color-scheme:dark){:root{--c0:#5aa9ff;--c1:#3fd0c9;--c2:#ffa24d;
    --c3:#e0c341;--c4:#ff7fb8;--c5:#c79bff;--c6:#9aa3ad;--c7:#f2f4f7;--c8:#8fd16a;--c9:#ff8f7d}}
    .c0{--line:var(--c0)}.c1{--line:var(--c1)}.c2{--line:var(--c2)}.c3{--line:var(--c3)}
    .c4{--line:var(--c4)}.c5{--line:var(--c5)}.c6{--line:var(--c6)}.c7{--line:var(--c7)}
    .c8{--line:var(--c8)}.c9{--line:var(--c9)}
    .who{display:inline-flex;align-items:center;gap:6px;white-space:nowrap}
    .badge{flex:none;overflow:visible}
    .marks .interval{stroke:var(--line);stroke-width:2;stroke-opacity:.7}
    """

  private static let matrix = """
    .matrix{font-size:14px;border-collapse:separate;border-spacing:3px}
    .matrix th,.matrix td{border:0;padding:5px 2px;text-align:center}
    .matrix th:first-child{text-align:left;padding-left:0;position:sticky;left:0;
    background:var(--card);z-index:1}
    .matrix thead th{color:var(--ink);font-weight:600;padding-bottom:8px}
    .matrix.few{table-layout:fixed}.matrix.few th:first-child,.matrix.few td:first-child{width:104px}
    .matrix thead .who{flex-direction:column;gap:4px}
    .matrix .who{max-width:100%}.matrix .who span{overflow:hidden;text-overflow:ellipsis}
    .matrix.many thead .who{max-width:130px}
    .matrix tbody td{background:var(--back);border-radius:6px}
    .matrix a{color:inherit;text-decoration:underline;text-decoration-color:var(--edge);
    text-underline-offset:3px}.matrix a:hover{text-decoration-color:currentColor}
    .matrix .best{background:var(--good);color:var(--card);font-weight:700}
    .matrix .tied{background:var(--good-back);color:var(--good);font-weight:650;
    box-shadow:inset 0 0 0 1.5px var(--good)}
    .matrix .behind{color:var(--ink)}
    .matrix .unmeasured{color:var(--soft);background:none}
    .sentences{list-style:none;margin-top:14px;font-size:14.5px}
    .sentences li{display:grid;grid-template-columns:104px 1fr;gap:10px;padding:5px 0;
    border-top:1px solid var(--grid)}
    .sentences li:first-child{border-top:0}
    """

  private static let works = """
    .work{margin-top:34px}
    .work+.panel{margin-top:34px}
    .workhead{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 14px;margin-bottom:10px;
    padding-top:12px;border-top:2px solid var(--edge)}
    .workhead h2{font-size:22px;letter-spacing:-.01em}
    .workhead p{color:var(--soft);font-size:15.5px}
    .outcome{border-left:4px solid var(--s1);background:var(--card);border-radius:8px;
    padding:11px 16px;margin-bottom:14px;overflow-wrap:anywhere}
    .outcome .lead{font-weight:600;max-width:92ch}
    .crossovers,.remarks{list-style:none;font-size:14px;margin-top:6px}
    .crossovers li::before{content:"⇄";color:var(--s2);font-weight:700;margin-right:8px}
    .remarks{color:var(--soft);font-size:13px}
    .remarks li::before{content:"!";color:var(--warn);font-weight:700;margin-right:8px}
    .plots{display:flex;flex-wrap:wrap;gap:0 16px}
    .plots .panel{flex:1 1 310px}.plots .tall{flex-basis:100%}
    .work .command{margin:0 0 8px}.work .command pre{font-size:13px}
    """

  private static let bars = """
    .rows{display:block;width:100%;padding:6px 76px 0 78px;overflow:visible;margin-top:6px}
    .rows text{font-size:12px;fill:var(--soft);text-anchor:middle}
    .rows text.y{text-anchor:end;fill:var(--ink);font-size:13px}
    .rows text.value{text-anchor:start;fill:var(--ink);font-size:12.5px}
    .rows text.absent{fill:var(--soft);font-style:italic}
    .rows rect{fill:var(--line)}.rows rect.row{fill:transparent}
    .rows g:hover>rect.row{fill:var(--grid);fill-opacity:.5}
    .rows .part1{fill-opacity:.42}
    .rows .interval{stroke:var(--ink);stroke-width:1.5;stroke-opacity:.75}
    .key path.key{stroke:var(--soft);stroke-width:10;stroke-linecap:butt}
    .key path.part1{stroke-opacity:.42}
    """

  private static let tables = """
    details h3{font-size:14px;font-weight:650;margin:18px 0 0}
    .figures{font-size:12.5px}.figures th,.figures td{padding-left:11px}
    .figures th:first-child,.figures td:first-child{padding-left:0}
    .figures thead th{white-space:nowrap;overflow-wrap:normal;font-size:12.5px}
    .figures th:first-child{position:sticky;left:0;background:var(--card)}
    .figures .interval{color:var(--soft);font-size:12px}.figures .star{color:var(--good)}
    .doubt{color:var(--warn);font-weight:650}
    .heat{table-layout:fixed;min-width:520px;border-collapse:separate;border-spacing:3px;font-size:13px}
    .heat th,.heat td{border:0;padding:7px 9px;text-align:center}
    .heat tbody td{border-radius:6px;background:var(--back)}
    .heat td.won{background:color-mix(in srgb,var(--line) 20%,var(--card));font-weight:600;
    box-shadow:inset 0 0 0 1.5px var(--line)}
    .heat .by{display:block;font-size:12px;font-weight:500}
    .heat th:first-child,.heat td:first-child{width:56px;text-align:left;padding-left:0}
    .heat td.tie{white-space:normal}
    .heat td.tie .who{margin:1px 5px;font-size:12px;color:var(--soft)}
    .contestants{list-style:none;font-size:14px;margin-top:8px}
    .contestants li{display:grid;grid-template-columns:30px 104px minmax(0,1fr) minmax(0,1.2fr);
    gap:4px 12px;align-items:center;padding:6px 0;border-top:1px solid var(--grid);
    overflow-wrap:anywhere}
    .contestants li:first-child{border-top:0}.contestants code{color:var(--soft)}
    #machine dl{columns:2;column-gap:32px}#machine dl div{break-inside:avoid}
    """

  private static let narrow = """
    @media (max-width:600px){
    #decisions{padding-left:10px;padding-right:10px}
    .matrix{font-size:11px;border-spacing:1px}
    .matrix th,.matrix td{padding:5px 0}.matrix.many td{min-width:32px}
    .matrix tbody td{border-radius:4px;line-height:1.25}
    .matrix .best span{display:block}.matrix .best{font-size:10.5px;letter-spacing:-.04em}
    .matrix.few th:first-child,.matrix.few td:first-child{width:70px}
    .matrix thead th{vertical-align:bottom;text-align:center}
    .matrix thead .who,.matrix.many thead .who{flex-direction:row;gap:6px;writing-mode:vertical-rl;transform:rotate(180deg);
    max-width:none;max-height:110px}
    .matrix thead .badge{transform:rotate(180deg)}
    .sentences li{grid-template-columns:1fr;gap:0}.figures .interval{display:block}
    .contestants li{grid-template-columns:30px 1fr}.contestants span,.contestants code{
    grid-column:1/-1}
    .rows{padding-left:66px;padding-right:66px}.rows text{font-size:11px}
    .rows text.y{font-size:12px}.rows text.value{font-size:11.5px}
    .workhead h2{font-size:20px}#machine dl{columns:1}}
    @media print{.plots .panel,.plots .tall{flex:1 1 300px}.work .command{break-before:avoid}}
    """
}
