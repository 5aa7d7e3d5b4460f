"""`--what pool`: what a saturated worker pool gets done, and what cheap echoes beside it suffer."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from statistics import median

from .catalogue import MODELS
from .processes import serving
from .tables import bar, table

BURN_MICROSECONDS = 1000
# One worker has one core to itself; the loop, its client and the feeding client share the other.
WORKERS = 1
SETTLE_SECONDS = 1.0
THROUGHPUT_BAR = 0.95
LATENCY_BAR = 3.0


def stress(swiftlet: Path, port: int, seconds: int, *more: str) -> subprocess.Popen[str]:
    """A load that reports as JSON."""
    return subprocess.Popen(
        [str(swiftlet), "stress", f"127.0.0.1:{port}", "-d", f"{seconds}s", "--json", "-q", *more],
        stdout=subprocess.PIPE, text=True)


def result(load: subprocess.Popen[str], seconds: int) -> dict:
    """What it reports."""
    output, _ = load.communicate(timeout=seconds + 30)
    return json.loads(output)


def round_of(model: str, swiftlet: Path, seconds: int) -> dict[str, float]:
    """Cheap echoes alone, then beside frames that keep the workers busy."""
    burn = f"burn:{BURN_MICROSECONDS}"
    command = [str(swiftlet), "serve", "127.0.0.1:0", f"127.0.0.1:0?framing=line&transform={burn}",
               "--model", model, "--workers", str(WORKERS)]
    cheap = ("-c", "1", "--warmup", "200ms")
    with serving(command, listeners=2) as server:
        alone = result(stress(swiftlet, server.ports[0], seconds, *cheap), seconds)
        heavy = stress(
            swiftlet, server.ports[1], seconds + 2, "--framing", "line", "--expect", burn,
            "-c", "16", "-p", "4", "--warmup", "500ms")
        time.sleep(SETTLE_SECONDS)
        beside = result(stress(swiftlet, server.ports[0], seconds, *cheap), seconds)
        heavy_report = result(heavy, seconds + 2)
    return {
        "frames_per_second": heavy_report["messages_per_second"],
        "alone_p99_us": alone["latency_us"]["p99"],
        "beside_p99_us": beside["latency_us"]["p99"],
        "ratio": beside["latency_us"]["p99"] / alone["latency_us"]["p99"],
        "wrong": float(sum(r["errors"] + r["mismatches"] for r in (alone, beside, heavy_report)))}


def run(models: list[str], swiftlet: Path, rounds: int, seconds: int) -> tuple[str, dict]:
    """The table with the bars, and the raw figures."""
    found = {model: [round_of(model, swiftlet, seconds) for _ in range(rounds)]
             for model in models if model in MODELS}
    header = [f"pool, {WORKERS} worker, {BURN_MICROSECONDS} us a frame", "frames/s",
              "p99 alone us", "p99 beside us", "ratio", "wrong"]
    rows, bars = [], []
    for model, cells in found.items():
        middle = {key: median(cell[key] for cell in cells) for key in cells[0]}
        rows.append([model, f"{middle['frames_per_second']:,.0f}", f"{middle['alone_p99_us']:.1f}",
                     f"{middle['beside_p99_us']:.1f}", f"{middle['ratio']:.2f}",
                     f"{sum(cell['wrong'] for cell in cells):.0f}"])
        share = middle["frames_per_second"] * BURN_MICROSECONDS / 1e6 / WORKERS
        bars += [bar(f"{model}: frames per second of what {WORKERS} core can do", share,
                     THROUGHPUT_BAR, at_most=False),
                 bar(f"{model}: p99 of cheap echoes beside it, times alone", middle["ratio"],
                     LATENCY_BAR)]
    return "\n\n".join([table(header, rows), "\n".join(bars)]), found
