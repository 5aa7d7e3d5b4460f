"""`--what truth`: whether `swiftlet stress` measures what arithmetic says, against real processes.

A server that is stopped (SIGSTOP) for a second in a ten-second run at a constant rate, and one whose
replies are delayed by known times: FIRST to FIRST + COUNT - 1 milliseconds in turn, and what the
machine adds to them, which the server takes the time of itself.
"""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from .catalogue import PEERS
from .processes import serving
from .tables import table

SECONDS = 10
RATE = 500
STALL_SECONDS = 1.0
WARMUP_SECONDS = 1.0
STALL_TOLERANCE = 0.02
DELAY_TOLERANCE = 0.01
DELAY_TOLERANCE_US = 20.0
# Of delay_echo.c. No percentile falls on the edge between two of so many equally frequent delays,
# where one late reply would make a millisecond of difference.
FIRST, COUNT = 20, 75
DELAY_RATE = 500
ATTEMPTS = 3
Row = tuple[str, float, float, float, float]


def stress(swiftlet: Path, port: int, *more: str) -> subprocess.Popen[str]:
    """An open-loop load that reports as JSON."""
    return subprocess.Popen(
        [str(swiftlet), "stress", f"127.0.0.1:{port}", "-d", f"{SECONDS}s", "--warmup",
         f"{WARMUP_SECONDS:g}s", "--json", "--quiet", *more],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def report_of(load: subprocess.Popen[str]) -> dict:
    """What it reports, whatever its status."""
    output, _ = load.communicate(timeout=SECONDS + 60)
    return json.loads(output)


def percentile(name: str) -> float:
    """0.99 for p99, 1 for max."""
    return 1.0 if name == "max" else float(name[1:].replace("_", ".")) / 100


def stalled(swiftlet: Path) -> tuple[list[Row], list[str]]:
    """A standstill of S seconds in D: the fraction q of all waits at most S - (1 - q) * D."""
    with serving([str(swiftlet), "serve", "127.0.0.1:0"]) as server:
        load = stress(swiftlet, server.port, "-r", f"{RATE}/s", "-c", "50")
        time.sleep(WARMUP_SECONDS + SECONDS / 2)
        began = time.monotonic()
        os.kill(server.pid, signal.SIGSTOP)
        time.sleep(STALL_SECONDS)
        os.kill(server.pid, signal.SIGCONT)
        stall = time.monotonic() - began
        report = report_of(load)
    rows = []
    for name in ("p90", "p99", "max"):
        exact = max(0.0, stall - (1 - percentile(name)) * SECONDS) * 1e6
        rows.append((f"stopped for {stall:.3f} s: {name}", exact, report["latency_us"][name],
                     STALL_TOLERANCE * stall * 1e6, report["service_us"][name]))
    problems = []
    if report["service_us"]["p99"] > 0.5 * rows[1][1]:
        problems.append("the uncorrected p99 does not miss the standstill")
    if not report["explanation"]:
        problems.append("the report does not say in words what happened")
    if report["errors"] or report["mismatches"] or report["unsent"]:
        problems.append("the run was not clean")
    return rows, problems


def delayed(swiftlet: Path) -> tuple[list[Row], list[str]]:
    """Delays that the server knows."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "delays"
        os.environ["DELAYS"] = str(path)
        with serving([str(PEERS / "delay_echo"), "0"]) as server:
            # As many connections as may ever wait, and some: nobody queues.
            report = report_of(stress(
                swiftlet, server.port, "-r", f"{DELAY_RATE}/s", "--warmup", "0", "-c",
                str(DELAY_RATE * (FIRST + COUNT) // 1000 * 2)))
        delays = sorted(int(line) / 1000 for line in path.read_text().splitlines())
    rows = []
    for kind in ("latency_us", "service_us"):
        # Not the maximum: it is one reply, and one moment without a core.
        for name in ("p50", "p90", "p99", "p99_9"):
            # The smallest delay that covers the fraction of them.
            exact = delays[max(0, math.ceil(percentile(name) * len(delays)) - 1)]
            rows.append((f"delayed: {kind[:-3]} {name}", exact, report[kind][name],
                         max(DELAY_TOLERANCE * exact, DELAY_TOLERANCE_US),
                         report["service_us"][name]))
    problems = [] if not report["errors"] and not report["mismatches"] else ["the run was not clean"]
    return rows, problems


def holds(row: Row) -> bool:
    """Whether what was measured is what arithmetic says."""
    return abs(row[2] - row[1]) <= row[3]


def run(swiftlet: Path) -> tuple[str, dict, bool]:
    """The table, the raw figures, and whether all of it was true.

    A machine that somebody else uses at the wrong moment spoils a figure, and never three times.
    """
    rows: list[Row] = []
    problems: list[str] = []
    for measure in (stalled, delayed):
        for attempt in range(ATTEMPTS):
            found, wrong = measure(swiftlet)
            if all(map(holds, found)) and not wrong:
                break
            print(f"  {measure.__name__}: attempt {attempt + 1} of {ATTEMPTS} missed: "
                  + "; ".join([*wrong, *(row[0] for row in found if not holds(row))]), flush=True)
        rows += found
        problems += wrong
    text = table(
        ["truth", "arithmetic us", "measured us", "off by us", "may be", "uncorrected us", ""],
        [[row[0], f"{row[1]:,.0f}", f"{row[2]:,.0f}", f"{row[2] - row[1]:+,.0f}", f"{row[3]:,.0f}",
          f"{row[4]:,.0f}", "holds" if holds(row) else "MISSED"] for row in rows])
    held = all(map(holds, rows)) and not problems
    return "\n".join([text, *(f"  {problem}" for problem in problems)]), {"rows": rows}, held
