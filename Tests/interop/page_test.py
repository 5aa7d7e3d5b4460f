#!/usr/bin/env python3
"""Opens report pages in headless Chromium, without a network, and reads their figures back.

Every `data-figure` of a page must be in the record beside it, with that value, and what a person
reads must be that value rounded. Besides: nothing is loaded from anywhere, no script but the
page's own runs, nothing sticks out at 390 pixels, text has contrast in light and dark, charts are
named, and read-outs say what the record says, with scripting and without.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.dont_write_bytecode = True

from browser import Browser, BrowserError  # noqa: E402
from markup import faults  # noqa: E402

ALWAYS = ("messages_per_second", "messages", "errors", "mismatches", "client_cpu_seconds",
          "bytes_per_second", "latency_us.p50", "latency_us.p99", "latency_us.max",
          "plan.connections", "environment.cores", "duration_seconds")
PERCENTILES = ("min", "mean", "p50", "p90", "p99", "p99_9", "p99_99", "max")
UNITS = {"ns": 1e-3, "µs": 1, "ms": 1e3, "s": 1e6, "": 1, "/s": 1, "%": 0.01, "kB/s": 1e3,
         "MB/s": 1e6, "GB/s": 1e9, "B/s": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30,
         "bytes": 1, "cores": 1, "min": 6e7, "h": 3.6e9}
FIGURES = """[...document.querySelectorAll("[data-figure]")].map(
    one => [one.dataset.figure, one.getAttribute("value"), one.textContent])"""
# WCAG 2.2, relative luminance, of the colours as the page has them.
CONTRAST = """(() => {
  const style = getComputedStyle(document.documentElement), paint = document.createElement("i");
  document.body.append(paint);
  const light = name => {
    paint.style.color = style.getPropertyValue("--" + name);
    const parts = getComputedStyle(paint).color.match(/[0-9.]+/g).map(x => x / 255)
      .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05)
    / (Math.min(light(a), light(b)) + 0.05);
  const pairs = [];
  const lines = ["s1", "s2", "s3", "s4", "s5", "s6", "error",
    ...[...Array(10).keys()].map(i => "c" + i)];
  for (const ink of ["ink", "soft", "bad", ...lines])
    if (style.getPropertyValue("--" + ink)) pairs.push([ink, "card"]);
  for (const tone of ["good", "warn", "bad"]) pairs.push([tone, tone + "-back"],
    ["ink", tone + "-back"]);
  pairs.push(["ink", "back"], ["soft", "back"], ["ink", "hex"], ["card", "good"]);
  const found = pairs.map(([a, b]) => [a + " on " + b, ratio(a, b)]);
  paint.remove();
  return found;
})()"""


class Page:
    """A page in the browser, and what was wrong with it."""

    def __init__(self, browser: Browser, path: Path, shots: Path | None) -> None:
        self.browser = browser
        self.path = path
        self.shots = shots
        self.record = json.loads(path.with_suffix(".json").read_text())
        self.wrong: list[str] = []

    def check(self, holds: bool, what: str) -> None:
        if not holds:
            self.wrong.append(what)

    def run(self) -> list[str]:
        self.wrong += faults(self.path.read_text())
        self.browser.look(1200, "light")
        self.loads_nothing(self.browser.open(self.path))
        self.has_its_scripts_alone()
        self.shows_the_record()
        self.names_its_charts()
        self.reads_out()
        for width in (390, 1200):
            for scheme in ("light", "dark"):
                self.fits(width, scheme)
        self.browser.look(760, "dark", "print")
        self.is_dark(False, "on paper")
        self.keep("print")
        return self.wrong

    def loads_nothing(self, events: list[dict[str, Any]]) -> None:
        asked = {event["params"]["request"]["url"] for event in events
                 if event["method"] == "Network.requestWillBeSent"}
        self.check(asked == {self.path.resolve().as_uri()}, f"it asked for {asked}")
        for event in events:
            if event["method"] in ("Runtime.exceptionThrown", "Log.entryAdded",
                                   "Runtime.consoleAPICalled", "Page.javascriptDialogOpening"):
                self.check(False, f"{event['method']}: {json.dumps(event['params'])[:300]}")

    def has_its_scripts_alone(self) -> None:
        scripts = self.browser.evaluate("[...document.scripts].map(one => one.type || one.id)")
        self.check(scripts == ["application/json", ""], f"its scripts are {scripts}")
        ran = self.browser.evaluate("!document.querySelector('[data-saves]').hidden")
        self.check(ran, "its script did not run: is HTMLScript.hash right?")
        self.check(json.loads(self.browser.evaluate(
            "document.getElementById('record').textContent")) == self.record,
            "the record in the page is another one")

    def shows_the_record(self) -> None:
        found = self.browser.evaluate(FIGURES)
        names = {name for name, _, _ in found}
        expected = set(ALWAYS)
        if self.record["messages"]:
            keys = ["latency_us", "first_byte_us"]
            if self.record["plan"]["model"] == "open":
                keys += ["service_us", "send_lag_us", "target_per_second"]
            expected |= {f"{key}.{name}" for key in keys for name in PERCENTILES
                         if key.endswith("_us")}
        self.check(expected <= names, f"it does not show {sorted(expected - names)}")
        for name, value, shown in found:
            in_record = lookup(self.record, name)
            self.check(in_record is not None and float(value) == float(in_record),
                       f"{name} is {value}, and {in_record} in the record")
            self.check(reads_as(shown, float(value), name), f"{name}: {shown} is not {value}")

    def names_its_charts(self) -> None:
        nodes = self.browser.call("Accessibility.getFullAXTree")["nodes"]
        images = [node for node in nodes if node.get("role", {}).get("value") in ("image", "img")]
        charts = self.browser.evaluate("document.querySelectorAll('svg.chart').length")
        named = [node for node in images if node.get("name", {}).get("value")
                 and node.get("description", {}).get("value")]
        self.check(len(named) == charts, f"{len(named)} of {charts} charts have name and description")
        self.check(charts >= (2 if self.record["intervals"] else 0), f"it has {charts} charts")

    def reads_out(self) -> None:
        """The pointer over the middle of the throughput chart, then a key."""
        intervals = self.record["intervals"]
        if not intervals or len(intervals) > 480:
            return
        place = self.browser.evaluate(
            "(() => { const one = document.querySelector('#throughput .plot'); "
            "one.closest('svg.chart').scrollIntoView({block: 'center'}); "
            "const strips = document.querySelectorAll('#throughput .probes rect'); "
            "const box = strips[Math.floor(strips.length / 2)].getBoundingClientRect(); "
            "return [box.x + box.width / 2, box.y + box.height / 2]; })()")
        self.browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=place[0], y=place[1])
        middle = intervals[len(intervals) // 2]
        self.reads(middle, "the pointer")
        self.browser.evaluate("document.querySelector('#throughput').focus()")
        self.browser.call("Input.dispatchKeyEvent", type="keyDown", key="Home")
        self.reads(intervals[0], "the key Home")
        self.keep("read-out", whole=False)
        self.browser.call("Input.dispatchKeyEvent", type="keyDown", key="Escape")
        self.check(self.browser.evaluate("document.querySelector('.tip').hidden"),
                   "the read-out stays")

    def reads(self, interval: dict[str, Any], what: str) -> None:
        text = self.browser.evaluate(
            "document.querySelector('.tip').hidden ? '' : document.querySelector('.tip').textContent")
        match = re.search(r"achieved: ([\d,.]+)/s", text)
        rate = interval["messages_per_second"]
        self.check(match is not None and abs(float(match[1].replace(",", "")) - rate) <= 0.5,
                   f"{what} reads {text!r} where {rate}/s is right")

    def fits(self, width: int, scheme: str) -> None:
        self.browser.look(width, scheme)
        wide = self.browser.evaluate("document.documentElement.scrollWidth")
        self.check(wide <= width, f"at {width} px it is {wide} px wide")
        self.is_dark(scheme == "dark", f"in {scheme}")
        for pair, ratio in self.browser.evaluate(CONTRAST):
            # 4.5 for text (WCAG 1.4.3), 3 for lines (1.4.11).
            least = 3 if re.match(r"[sc]\d|error", pair) else 4.5
            self.check(ratio >= least, f"in {scheme}, {pair} has a contrast of {ratio:.1f}")
        self.keep(f"{width}-{scheme}")

    def is_dark(self, dark: bool, where: str) -> None:
        back = self.browser.evaluate("getComputedStyle(document.body).backgroundColor")
        light = sum(int(part) for part in re.findall(r"\d+", back)[:3])
        self.check((light < 150) == dark, f"{where} its background is {back}")

    def keep(self, name: str, whole: bool = True) -> None:
        if self.shots:
            (self.shots / f"{self.path.stem}-{name}.png").write_bytes(
                self.browser.screenshot(whole))


class ComparisonPage(Page):
    """A page that `swiftlet compare` writes."""

    def shows_the_record(self) -> None:
        found = self.browser.evaluate(FIGURES)
        names = {name for name, _, _ in found}
        expected = {"environment.cores", "rounds", "elapsed_seconds"}
        for way, _, entry, metric in self.entries():
            # That there were no errors is not said of each.
            keys = {key for key, value in entry["figures"].items()
                    if value > 0 or key not in ("errors", "mismatches")} - {metric}
            expected |= {f"{way}.figures.{key}" for key in keys}
            if "estimate" in entry:
                expected |= {f"{way}.estimate.{key}" for key in ("median", "low", "high")}
        missing = sorted(expected - names)
        self.check(not missing, f"it does not show {missing[:5]}")
        for name, value, shown in found:
            in_record = lookup(self.record, name)
            self.check(in_record is not None and float(value) == float(in_record),
                       f"{name} is {value}, and {in_record} in the record")
            self.check(reads_as(shown, float(value), name), f"{name}: {shown} is not {value}")

    def entries(self) -> Iterator[tuple[str, dict[str, Any], dict[str, Any], str]]:
        """The way to each entry, its cell, itself, and the key of the figure that decides."""
        for index, experiment in enumerate(self.record["experiments"]):
            for place, cell in enumerate(experiment["cells"]):
                for number, entry in enumerate(cell["entries"]):
                    yield (f"experiments.{index}.cells.{place}.entries.{number}", cell, entry,
                           experiment["metric"]["key"])

    def names_its_charts(self) -> None:
        nodes = self.browser.call("Accessibility.getFullAXTree")["nodes"]
        images = [node for node in nodes if node.get("role", {}).get("value") in ("image", "img")]
        charts = self.browser.evaluate("document.querySelectorAll('svg[role=img]').length")
        named = [node for node in images if node.get("name", {}).get("value")
                 and node.get("description", {}).get("value")]
        self.check(len(named) == charts,
                   f"{len(named)} of {charts} charts have name and description")
        works = sum(bool(one["cells"]) for one in self.record["experiments"])
        self.check(charts >= works, f"{works} works have {charts} charts")
        rows = self.browser.evaluate("document.querySelectorAll('.matrix tbody tr').length")
        self.check(rows == len(self.record["decisions"]), f"{rows} works are decided")
        self.leads_to_works()

    def leads_to_works(self) -> None:
        """Links of the decision table go to sections of the page."""
        dead = self.browser.evaluate(
            "[...document.querySelectorAll('a')].filter(one => !document.querySelector("
            "one.getAttribute('href'))).length")
        self.check(dead == 0, f"{dead} links lead nowhere")

    def reads_out(self) -> None:
        """The arrow keys on the first chart of lines read what the record says."""
        charts = self.browser.evaluate(
            "[...document.querySelectorAll('svg.chart')].map(one => one.id)"
            ".filter(id => /^lines-0-/.test(id))")
        if not charts:
            return
        experiment = self.record["experiments"][0]
        cells = [cell for cell in experiment["cells"] if "x" in cell]
        self.browser.evaluate(f"document.getElementById({json.dumps(charts[0])}).focus()")
        for key, cell in (("Home", cells[0]), ("End", cells[-1])):
            self.browser.call("Input.dispatchKeyEvent", type="keyDown", key=key)
            text = self.browser.evaluate("document.querySelector('.tip').textContent")
            self.check(text.startswith(visible(cell["label"])), f"{key} reads {text!r}")
            for entry in cell["entries"]:
                if "estimate" not in entry:
                    continue
                begin = f"\n{visible(entry['contestant'])}: "
                read = re.match(r"([\d,.]+)/s", text.partition(begin)[2])
                median = entry["estimate"]["median"]
                self.check(read is not None
                           and abs(float(read[1].replace(",", "")) - median) <= 0.5,
                           f"{key} reads {text!r} where {begin!r} is {median}/s")
        self.keep("read-out", whole=False)
        self.browser.call("Input.dispatchKeyEvent", type="keyDown", key="Escape")

    def keep(self, name: str, whole: bool = True) -> None:
        # A picture of all of it is higher than a browser paints.
        super().keep(name, whole and len(self.record["experiments"]) < 2)


def lookup(record: Any, way: str) -> Any:
    """The value at `intervals.3.latency_us.p99`; keys from outside may hold points themselves."""
    if not way:
        return record
    if isinstance(record, list):
        index, _, rest = way.partition(".")
        return lookup(record[int(index)], rest) if int(index) < len(record) else None
    if not isinstance(record, dict):
        return None
    for key in record:
        seen = visible(key)
        if way == seen or way.startswith(seen + "."):
            return lookup(record[key], way[len(seen) + 1:])
    return None


def visible(text: str) -> str:
    """A text as a page shows it: control characters as pictures, direction marks replaced."""
    pictures = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
    hidden = [0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    return text.translate({code: 0xFFFD for code in hidden} | {0x7F: 0x2421} | pictures)


def reads_as(shown: str, value: float, name: str) -> bool:
    """Whether a text is a number, rounded to three digits or more."""
    if shown == "–":
        return value == 0
    clock = re.fullmatch(r"(\d+):(\d\d)\u00a0(min|h)", shown)
    if clock:
        unit = 60 if clock[3] == "min" else 3600
        return abs(int(clock[1]) * unit + int(clock[2]) * unit / 60 - value) <= unit / 60
    match = re.fullmatch(r"([\d,.]+)[ \u00a0]?(\D*)", shown)
    if not match or match[2] not in UNITS:
        return False
    # Times are read in microseconds, and some are kept in other units.
    per = 1e6 if name.endswith(("_seconds", "seconds_per_run")) else 1
    per = 1e3 if name.endswith("_ms") else per
    number = float(match[1].replace(",", "")) * UNITS[match[2]] / per
    digits = match[1].partition(".")[2]
    step = UNITS[match[2]] * 10 ** -len(digits) / per
    return abs(number - value) <= step * 0.5001 or abs(number - value) <= abs(value) * 1e-3


def works_without_script(browser: Browser, path: Path, reading: str, figure: str) -> list[str]:
    """The same figures, and the browser's own read-outs."""
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(path)
        root = browser.call("DOM.getDocument")["root"]["nodeId"]
        page = browser.call("DOM.getOuterHTML", nodeId=root)["outerHTML"]
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
    wrong = []
    if not re.search("<rect [^>]*><title>" + reading, page):
        wrong.append("without scripting, charts have no read-outs")
    saves = re.search(r'<button [^>]*data-saves="record"[^>]* hidden', page)
    if f'data-figure="{figure}"' not in page or not saves:
        wrong.append("without scripting, it is another page")
    return wrong


def real_page(swiftlet: Path, folder: Path) -> str | None:
    """A page that the command line wrote of a run against our own server."""
    manual = subprocess.run([swiftlet, "stress", "--help"], capture_output=True, text=True,
                            timeout=300, check=True).stdout
    if "--html" not in manual:
        return "this swiftlet has no --html yet: no page of a real run"
    server = subprocess.Popen([swiftlet, "serve", "127.0.0.1:0"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    try:
        endpoint = server.stdout.readline().split()[-1]
        run = subprocess.run(
            [swiftlet, "stress", endpoint, "-r", "1000/s", "-d", "3s", "-c", "10", "--json",
             "--html", folder / "real.html"], capture_output=True, text=True, timeout=300)
        if run.returncode != 0:
            raise BrowserError(f"stress --html ended with {run.returncode}: {run.stderr[-500:]}")
        (folder / "real.json").write_text(run.stdout)
    finally:
        server.terminate()
        server.wait(300)
    return None


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="folder of NAME.html, NAME.json")
    parser.add_argument("--swiftlet", type=Path, help="the binary, for a page of a real run")
    parser.add_argument("--shots", type=Path, help="folder for screenshots, to look at")
    options = parser.parse_args()
    if options.shots:
        options.shots.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        pages = sorted(options.pages.glob("*.html"))
        if not pages:
            raise BrowserError(f"no pages in {options.pages}")
        if options.swiftlet:
            remark = real_page(options.swiftlet, Path(folder))
            print(f"page-test: {remark}" if remark else "page-test: a real run was made")
            pages += sorted(Path(folder).glob("*.html"))
        for path in pages:
            began = time.monotonic()
            kind = ComparisonPage if path.stem.startswith("compare-") else Page
            wrong = kind(browser, path, options.shots).run()
            if path.stem == "steady":
                wrong += works_without_script(
                    browser, path, r"0&nbsp;s – 1&nbsp;s\nachieved: ", "latency_us.p99")
            if path.stem == "compare-small":
                wrong += works_without_script(
                    browser, path, r"1 connection\nreactor: ",
                    "experiments.0.cells.0.entries.0.figures.p99_us")
            took = time.monotonic() - began
            print(f"{'FAILED' if wrong else 'ok':6} {path.stem:12} {took:.1f} s")
            for line in wrong[:20]:
                print(f"       {line}")
            failed += bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrowserError as error:
        print(f"page-test: {error}", file=sys.stderr)
        sys.exit(69)
