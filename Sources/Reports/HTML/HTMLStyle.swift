/// How the page looks: in light, in dark, on a phone, on paper.
package enum HTMLStyle {
  /// The whole style sheet.
  package static let sheet = Markup(
    trusted: [light, dark, HTMLStyle.page, chart, narrow, print].joined(separator: "\n"))

  /// Colours on paper and by day.
  ///
  /// The first three lines of a chart differ in lightness as well as in hue, and the third has no
  /// hue at all: they are told apart with any kind of colour blindness and in print. Each has a
  /// contrast of 4.5 at least.
  private static let colours = """
    --back:#f5f6f8;--card:#fff;--ink:#16191d;--soft:#565e68;--edge:#dfe3e8;--grid:#eceff2;
    --s1:#0b62c4;--s2:#c2570c;--s3:#6a7079;--s4:#7b3fa0;--s5:#17776a;--s6:#8f2d56;
    --error:#b3261e;--target:#565e68;
    --good:#1a7f4b;--warn:#a15c00;--bad:#b3261e;--good-back:#e9f6ef;--warn-back:#fdf3e1;
    --bad-back:#fdecea;--hex:#ffd9a8;color-scheme:light;
    """

  private static let light = ":root{\(colours)}"

  private static let dark = """
    @media screen and (prefers-color-scheme:dark){:root{
    --back:#0e1116;--card:#161b22;--ink:#e8ebef;--soft:#a0a9b4;--edge:#2c333c;--grid:#232a32;
    --s1:#5aa9ff;--s2:#ffa24d;--s3:#9aa3ad;--s4:#d09bff;--s5:#4fd1bd;--s6:#ff9cc2;
    --error:#ff8178;--target:#a0a9b4;
    --good:#5fd496;--warn:#f0b65a;--bad:#ff8178;--good-back:#12261c;--warn-back:#2a2113;
    --bad-back:#2e1917;--hex:#6b4514;color-scheme:dark}}
    """

  private static let page = """
    *{box-sizing:border-box}
    body{margin:0;background:var(--back);color:var(--ink);font:15px/1.5 system-ui,-apple-system,
    "Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums;
    -webkit-text-size-adjust:100%}
    main{max-width:1120px;margin:0 auto;padding:28px clamp(14px,3vw,32px) 40px}
    h1,h2,h3,p,ul,dl,dd,figure,pre{margin:0;padding:0}
    h2{font-size:15px;font-weight:650;line-height:1.35}
    code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;
    font-size:.9em;unicode-bidi:isolate}
    .brand{display:flex;align-items:center;gap:8px;color:var(--soft);font-weight:600;font-size:13px}
    .brand svg{stroke:var(--s1);fill:none;stroke-width:2;stroke-linecap:round}
    .brand circle{fill:var(--s1);stroke:none}
    h1{font-size:clamp(21px,4vw,30px);line-height:1.2;letter-spacing:-.015em;margin:10px 0 6px;
    overflow-wrap:anywhere}
    h1.long{font-size:18px}
    .what{font-size:16px;overflow-wrap:anywhere}
    .when{color:var(--soft);font-size:13.5px;margin-top:2px;overflow-wrap:anywhere}
    .command{position:relative;margin:14px 0 18px}
    .command pre{background:var(--card);border:1px solid var(--edge);border-radius:8px;
    padding:10px 14px;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
    .command button:not([hidden])+*,.command:has(button:not([hidden])) pre{padding-right:76px}
    button{font:inherit;font-size:13px;color:var(--ink);background:var(--back);cursor:pointer;
    border:1px solid var(--edge);border-radius:6px;padding:3px 10px}
    button:hover{border-color:var(--soft)}
    .command button{position:absolute;right:7px;top:7px}
    :focus-visible{outline:2px solid var(--s1);outline-offset:2px}
    .verdict{--tone:var(--good);border-radius:10px;border:1px solid var(--edge);
    border-left:5px solid var(--tone);background:var(--tone-back,var(--good-back));
    padding:14px 18px;margin-bottom:16px}
    .verdict.faulty,.verdict.short{--tone:var(--warn);--tone-back:var(--warn-back)}
    .verdict.invalid,.verdict.empty{--tone:var(--bad);--tone-back:var(--bad-back)}
    .verdict h2{font-size:18px;color:var(--tone);margin-bottom:2px}
    .verdict p+p,.verdict ul,.verdict ul+p{margin-top:7px}
    .verdict p,.verdict li{max-width:92ch}
    .doubts{padding-left:20px}.doubts li+li{margin-top:4px}
    .reason{font-weight:600}
    .tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin-bottom:16px}
    .tile,.panel{background:var(--card);border:1px solid var(--edge);border-radius:10px}
    .tile{padding:12px 16px 11px;min-width:0}
    .tile h3{font-size:13px;font-weight:500;color:var(--soft)}
    .tile .figure{font-size:25px;font-weight:650;line-height:1.25;letter-spacing:-.02em;
    white-space:nowrap}
    .tile .note{font-size:12.5px;color:var(--soft);line-height:1.4}
    .tile.bad .figure{color:var(--bad)}
    .panel{padding:16px 18px;margin-bottom:16px;min-width:0;overflow-wrap:anywhere}
    .panel figcaption>p,.panel>p{color:var(--soft);font-size:14px;max-width:88ch}
    .remark{color:var(--soft);font-size:12.5px;margin-top:8px;max-width:92ch}
    .panel>p.remark{font-size:12.5px}
    .columns{display:grid;grid-template-columns:1fr 1fr;gap:0 16px;align-items:start}
    .columns>div{min-width:0}
    .scroll{overflow-x:auto;margin-top:8px}
    table{border-collapse:collapse;width:100%;font-size:14px}
    th,td{padding:5px 0 5px 16px;text-align:right;border-top:1px solid var(--grid);
    white-space:nowrap}
    th:first-child,td:first-child{text-align:left;padding-left:0}
    thead th,thead td{border-top:0;color:var(--soft);font-weight:500;font-size:13px}
    tbody th{font-weight:500}
    td code{white-space:pre-wrap;overflow-wrap:anywhere}
    #parts td:last-child{white-space:normal;text-align:left}
    .hex td,.hex th{text-align:left}table.hex{width:auto}
    .hex code{white-space:pre}
    mark{background:var(--hex);color:inherit;border-radius:2px}
    dl{font-size:14px;margin-top:8px}
    dl div{display:flex;justify-content:space-between;gap:16px;padding:5px 0;
    border-top:1px solid var(--grid)}
    dl div:first-child{border-top:0}
    dt{color:var(--soft);flex:none;max-width:50%}dd{text-align:right;min-width:0}
    summary{cursor:pointer;font-weight:650}
    footer{color:var(--soft);font-size:13px;border-top:1px solid var(--edge);padding-top:14px;
    margin-top:8px}
    """

  private static let chart = """
    .key{display:flex;flex-wrap:wrap;gap:2px 18px;list-style:none;font-size:13px;margin-top:8px}
    .key li{display:flex;align-items:center;gap:7px}
    .chart{display:block;width:100%;height:260px;padding:14px 14px 28px 66px;overflow:visible;
    touch-action:pan-y}
    .chart:focus-visible{outline-width:1px;outline-offset:0;border-radius:4px}
    .tall .chart{height:350px}
    .plot{overflow:visible}
    .chart text{font-size:12px;fill:var(--soft);text-anchor:middle}
    .chart text.y{text-anchor:end}
    .marks text{text-anchor:start;fill:var(--ink);stroke:var(--card);stroke-width:4px;
    paint-order:stroke}
    .marks text.end{text-anchor:end}
    .grid line{stroke:var(--grid);shape-rendering:crispEdges}
    .grid .base{stroke:var(--soft)}
    .mark{stroke:var(--soft);stroke-dasharray:2 3}
    path{fill:none;stroke:var(--line);stroke-width:2;stroke-linejoin:round;stroke-linecap:round;
    vector-effect:non-scaling-stroke}
    path.thin{stroke-width:1.25}
    path.dashed{stroke-width:1.5;stroke-dasharray:5 4;stroke-linecap:butt}
    path.band{fill:var(--line);fill-opacity:.22;stroke-width:.6;stroke-opacity:.55}
    path.bars{fill:var(--line);stroke-width:.5}
    .marks circle{fill:var(--line);stroke:var(--card);stroke-width:1}
    .s1{--line:var(--s1)}.s2{--line:var(--s2)}.s3{--line:var(--s3)}.s4{--line:var(--s4)}
    .s5{--line:var(--s5)}.s6{--line:var(--s6)}.error{--line:var(--error)}
    .target{--line:var(--target)}
    .m{overflow:visible}
    .m>*{transform:translate(-5px,-5px);fill:var(--line);stroke:var(--card);stroke-width:1;
    vector-effect:none}
    .m.ring>*{fill:var(--card);stroke:var(--line);stroke-width:2.2}
    .gaps rect{fill:var(--grid)}
    .probes rect{fill:transparent}
    .ruler{stroke:var(--soft);stroke-width:1;pointer-events:none}
    .tip{position:absolute;z-index:2;pointer-events:none;background:var(--card);color:var(--ink);
    border:1px solid var(--soft);border-radius:6px;padding:6px 10px;font-size:13px;line-height:1.45;
    white-space:pre;box-shadow:0 2px 10px rgb(0 0 0/.15)}
    .tip[hidden]{display:none}
    .tip::first-line{font-weight:650}
    """

  private static let narrow = """
    @media (max-width:820px){.tiles{grid-template-columns:1fr 1fr}
    .columns{grid-template-columns:minmax(0,1fr)}}
    @media (max-width:600px){main{padding-top:18px}body{font-size:14.5px}
    .tiles{gap:8px}.tile{padding:9px 12px}.tile .figure{font-size:21px}
    .panel,.verdict{padding:13px 13px}.chart{height:210px;padding-left:54px;padding-right:8px}
    .tall .chart{height:270px}.chart text{font-size:11px}
    .spare{display:none}table{font-size:12.5px}th,td{padding-left:9px}
    thead th{white-space:normal;vertical-align:bottom;line-height:1.3;font-size:12px}}
    """

  private static let print = """
    @page{margin:14mm}
    @media print{body{background:#fff;font-size:10pt}main{max-width:none;padding:0}
    button,.tip,.ruler{display:none!important}
    .tile,.panel,.verdict{break-inside:avoid}
    .columns{grid-template-columns:1fr 1fr}h2,.panel figcaption{break-after:avoid}
    .panel{padding:10px 12px;margin-bottom:10px}
    .chart{height:190px}.tall .chart{height:250px}
    .tiles{grid-template-columns:repeat(4,1fr);gap:8px}.tile{padding:7px 10px}
    .tile .figure{font-size:15pt}h1{font-size:18pt}
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
    """
}
