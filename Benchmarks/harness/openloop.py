"""`--what open`: how well `swiftlet stress` keeps to a schedule, and what it costs when idle."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from statistics import median

from .processes import serving
from .tables import bar, table

RATE_BAR = 0.005
LAG_P50_BAR_US = 50.0
LAG_P99_BAR_US = 1000.0
IDLE_RATE = 100
IDLE_CPU_BAR = 0.01
MANY = 15_000


def stress(swiftlet: Path, port: int, seconds: int, *more: str) -> dict:
    """What a load reports."""
    output = subprocess.run(
        [str(swiftlet), "stress", f"127.0.0.1:{port}", "-d", f"{seconds}s", "--json", "--quiet",
         *more],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=seconds + 90,
        check=False).stdout
    return json.loads(output)


def round_of(swiftlet: Path, seconds: int) -> dict[str, float]:
    """The capacity in a closed loop, then half of it on a schedule, then next to nothing."""
    with serving([str(swiftlet), "serve", "127.0.0.1:0"]) as server:
        capacity = stress(swiftlet, server.port, seconds)["messages_per_second"]
        half = stress(swiftlet, server.port, seconds, "-r", f"{capacity / 2:.0f}/s")
        idle = stress(swiftlet, server.port, seconds, "-r", f"{IDLE_RATE}/s")
    return {
        "capacity": capacity, "target": half["target_per_second"],
        "achieved": half["messages_per_second"],
        "off": abs(half["messages_per_second"] / half["target_per_second"] - 1),
        "lag_p50_us": half["send_lag_us"]["p50"], "lag_p99_us": half["send_lag_us"]["p99"],
        "p99_us": half["latency_us"]["p99"],
        "idle_cpu": idle["client_cpu_seconds"] / idle["duration_seconds"]}


def run(swiftlet: Path, rounds: int, seconds: int) -> tuple[str, dict]:
    """The tables with the bars, and the raw figures."""
    cells = [round_of(swiftlet, seconds) for _ in range(rounds)]
    middle = {key: median(cell[key] for cell in cells) for key in cells[0]}
    with serving([str(swiftlet), "serve", "127.0.0.1:0"]) as server:
        many = stress(swiftlet, server.port, seconds, "-c", str(MANY), "--timeout", "60s")
    text = table(
        ["open loop at half the capacity", "capacity/s", "target/s", "achieved/s", "lag p50 us",
         "lag p99 us", "p99 us"],
        [["median of the rounds", *(f"{middle[key]:,.0f}" for key in ("capacity", "target", "achieved")),
          *(f"{middle[key]:.1f}" for key in ("lag_p50_us", "lag_p99_us", "p99_us"))]])
    bars = "\n".join([
        bar("achieved rate off its target by", middle["off"], RATE_BAR),
        bar("send lag, median", middle["lag_p50_us"], LAG_P50_BAR_US, unit=" us"),
        bar("send lag, p99", middle["lag_p99_us"], LAG_P99_BAR_US, unit=" us"),
        bar(f"cores used at {IDLE_RATE} messages a second", middle["idle_cpu"], IDLE_CPU_BAR),
        bar("connections from one process", many["connections"], MANY, at_most=False),
        bar("errors and mismatches on them", many["errors"] + many["mismatches"], 0)])
    return f"{text}\n\n{bars}", {"rounds": cells, "many": many["connections"]}
