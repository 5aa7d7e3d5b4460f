"""`--what churn`: connections opened, used once and closed, and no descriptor left behind."""

from __future__ import annotations

import time
from pathlib import Path

from .catalogue import PEERS, run_client, server_command
from .echoing import connect, echo
from .processes import descriptor_count, serving
from .tables import table

# The pacing is by the clock, so a server that keeps up reaches the rate to a fraction of a percent.
RATE_TOLERANCE = 0.98
SETTLE_SECONDS = 5.0


def settled(pid: int, expected: int) -> int:
    """The descriptor count, as soon as it is what was expected or the time for that is over."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while (count := descriptor_count(pid)) != expected and time.monotonic() < deadline:
        time.sleep(0.05)
    return count


def run(
    servers: list[str], rate: int, seconds: int, swiftlet: Path, cores: tuple[int, int]
) -> tuple[str, dict, bool]:
    """The table, the raw figures, and whether rate and descriptors were as they should be."""
    rows, raw, held = [], {}, True
    client = [str(PEERS / "churn_client"), "-r", str(rate), "-d", str(seconds)]
    for server in servers:
        with serving(server_command(server, swiftlet), cores[0]) as running:
            # One connection first: what a server opens lazily, once, is no leak.
            idle = descriptor_count(running.pid)
            with connect(running.port) as first:
                echo(first)
            time.sleep(0.5)
            before = max(idle, descriptor_count(running.pid))
            report = run_client([*client, str(running.port)], seconds, cores[1])
            after = settled(running.pid, before)
        good = after <= before and report["connections_per_second"] >= rate * RATE_TOLERANCE
        held = held and good
        rows.append([
            server, f"{report['connections']:,}", f"{report['connections_per_second']:,.0f}",
            str(before), str(after), "met" if good else "not met"])
        raw[server] = {**report, "descriptors_before": before, "descriptors_after": after}
    header = [f"churn {rate:,}/s, {seconds} s", "connections", "per second", "fds before",
              "fds after", ""]
    return table(header, rows), raw, held
