"""Whether a page is well formed, more strictly than a browser, which forgives everything."""

from __future__ import annotations

import re
from html.parser import HTMLParser

EMPTY = {"meta", "link", "br", "hr", "img", "input"}
ELEMENTS = EMPTY | set(
    "html head title style script body main header footer section figure figcaption div p h1 h2 h3 "
    "ul li span b a code pre em mark button time data dl dt dd table thead tbody tr th td details "
    "summary svg g path line rect circle text desc".split())
# What XML calls self-closing, and SVG in a page may be.
SHAPES = {"path", "line", "rect", "circle"}


def faults(page: str) -> list[str]:
    """What is wrong with a page, in words."""
    parser = Strict()
    parser.feed(page)
    parser.close()
    for name, line in parser.open:
        parser.wrong.append(f"<{name}> of line {line} is not closed")
    if "\0" in page:
        parser.wrong.append("it holds a zero byte")
    for wanted in parser.references - parser.ids:
        parser.wrong.append(f"there is no element '{wanted}'")
    return parser.wrong


class Strict(HTMLParser):
    """Checks that elements nest, are known, have no attribute twice, and draw within their plot."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, int]] = []
        self.ids: set[str] = set()
        self.references: set[str] = set()
        self.wrong: list[str] = []

    def fault(self, what: str) -> None:
        self.wrong.append(f"line {self.getpos()[0]}: {what}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.look_at(tag, attrs)
        if tag not in EMPTY:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.look_at(tag, attrs)
        if tag not in SHAPES:
            self.fault(f"<{tag}/> is no shape")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.fault(f"</{tag}> closes {self.open[-1] if self.open else 'nothing'}")
        else:
            self.open.pop()

    def handle_comment(self, data: str) -> None:
        self.fault("a comment, and we write none")

    def look_at(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.fault(f"<{tag}> is none of our elements")
        names = [name for name, _ in attrs]
        for name in set(names):
            if names.count(name) > 1:
                self.fault(f"<{tag}> has {name} twice")
        for name, value in attrs:
            if name == "href" and (value or "").startswith("#"):
                self.references.add((value or "")[1:])
            elif name.startswith("on") or name in ("src", "href", "style"):
                self.fault(f"<{tag}> has {name}")
            elif name == "id":
                if value in self.ids:
                    self.fault(f"id {value} is taken")
                self.ids.add(value or "")
            elif name in ("aria-labelledby", "data-copies", "data-saves"):
                self.references |= set((value or "").split())
            elif name == "d" and "M1 5H25" != value:
                self.draws(value or "")
            elif name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width"):
                self.lies(tag, name, value or "")

    def draws(self, path: str) -> None:
        numbers = [int(number) for number in re.findall(r"-?\d+", path)]
        whole = re.fullmatch(r"[MLHVZ\d .a-]*", path)
        if not whole or (numbers and not 0 <= min(numbers) <= max(numbers) <= 10_000):
            self.fault(f"a path leaves its plot: {path[:60]}")

    def lies(self, tag: str, name: str, value: str) -> None:
        if value.endswith("%") and not 0 <= float(value[:-1]) <= 100.01:
            self.fault(f"<{tag}> has {name} at {value}")
