/// The page's little script, which makes reading off a chart nicer; without it the page says the
/// same, and the browser itself shows the read-outs.
package enum HTMLScript {
  /// What the page may do: nothing but show itself and run this one script.
  ///
  /// Whatever got into the page from outside could not run, were it not escaped.
  package static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src '\(hash)'; base-uri 'none'; "
    + "form-action 'none'"

  /// SHA-256 of ``source``; a test computes it anew.
  package static let hash = "sha256-Nl3CQYPE27IvBOyPfjCYU59pGNGFxQjIznQf9E+0Th4="

  /// The script: read-outs under the pointer, a finger or the arrow keys, and two buttons.
  package static let source = Markup(
    trusted: #"""
      (() => {
      "use strict";
      const tip = document.createElement("div");
      tip.className = "tip"; tip.hidden = true; tip.setAttribute("role", "status");
      document.body.append(tip);
      const charts = [...document.querySelectorAll("svg.chart")].map(svg => {
        const strips = [...svg.querySelectorAll(".probes rect")];
        const texts = strips.map(strip => strip.textContent);
        const share = (strip, name) => parseFloat(strip.getAttribute(name)) / 100;
        const starts = strips.map(strip => share(strip, "x"));
        const middles = strips.map((strip, i) => strip.hasAttribute("data-at")
          ? share(strip, "data-at") : starts[i] + share(strip, "width") / 2);
        // Else the browser would show its own read-out beside ours.
        svg.setAttribute("aria-label", svg.querySelector("title").textContent);
        svg.querySelectorAll("title").forEach(title => title.remove());
        svg.setAttribute("aria-labelledby", "");
        svg.removeAttribute("aria-labelledby");
        const ruler = document.createElementNS("http://www.w3.org/2000/svg", "line");
        ruler.setAttribute("class", "ruler"); ruler.setAttribute("y2", "100%");
        return { svg, texts, starts, middles, ruler, at: -1,
          heads: texts.map(text => text.split("\n")[0]).join() };
      }).filter(chart => chart.texts.length);
      const hide = () => { tip.hidden = true; charts.forEach(chart => chart.ruler.remove()); };
      const plot = svg => {
        const box = svg.getBoundingClientRect(), style = getComputedStyle(svg);
        const left = box.left + parseFloat(style.paddingLeft);
        return { left, top: box.top, width: box.right - parseFloat(style.paddingRight) - left };
      };
      const show = (chart, index) => {
        chart.at = Math.max(0, Math.min(chart.texts.length - 1, index));
        for (const other of charts) {
          if (other.heads !== chart.heads) { other.ruler.remove(); continue; }
          const x = 100 * other.middles[chart.at] + "%";
          other.ruler.setAttribute("x1", x); other.ruler.setAttribute("x2", x);
          other.svg.querySelector(".marks").append(other.ruler);
        }
        tip.textContent = chart.texts[chart.at]; tip.hidden = false;
        const box = plot(chart.svg), x = box.left + box.width * chart.middles[chart.at];
        const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
        const beside = x + 14 > room ? x - 14 - tip.offsetWidth : x + 14;
        tip.style.left = scrollX + Math.max(8, Math.min(room, beside)) + "px";
        tip.style.top = scrollY + box.top + 16 + "px";
      };
      for (const chart of charts) {
        const { svg, starts } = chart;
        svg.tabIndex = 0;
        const point = event => {
          const box = plot(svg), place = (event.clientX - box.left) / box.width;
          show(chart, starts.findLastIndex(start => start <= place));
        };
        svg.addEventListener("pointermove", point);
        svg.addEventListener("pointerdown", point);
        svg.addEventListener("pointerleave", hide);
        svg.addEventListener("blur", hide);
        svg.addEventListener("keydown", event => {
          const to = { ArrowLeft: chart.at - 1, ArrowRight: chart.at + 1, Home: 0,
            End: starts.length - 1 }[event.key];
          if (event.key === "Escape") hide();
          if (to === undefined) return;
          event.preventDefault(); show(chart, to);
        });
      }
      for (const button of document.querySelectorAll("[data-copies]")) {
        const text = document.getElementById(button.dataset.copies);
        button.hidden = false;
        button.onclick = async () => {
          try { await navigator.clipboard.writeText(text.textContent); button.textContent = "Copied"; }
          catch { getSelection().selectAllChildren(text); }
        };
      }
      for (const button of document.querySelectorAll("[data-saves]")) {
        const text = document.getElementById(button.dataset.saves).textContent;
        button.hidden = false;
        button.onclick = () => {
          const link = document.createElement("a");
          link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
          link.download = button.dataset.file; link.click();
        };
      }
      })();
      """#)
}
