"""`--what allocations`: heap allocations per message, counted by valgrind.

A run of N messages is set against one of 2N: what start, connections and stop allocate cancels out,
and the difference over N is what a message costs.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .catalogue import BASELINE, BENCHMARKS, server_command
from .echoing import connect, echo
from .processes import BenchError, serving
from .tables import table

CEILINGS = BENCHMARKS / "allocation-ceilings.json"
CONNECTIONS = 4
TOTAL = re.compile(r"total heap usage: ([\d,]+) allocs")


# What `swiftlet stress` is asked to do: reply by reply, and on a schedule.
LOADS = {"stress": [], "stress-open": ["-r", "5000/s"]}


def under_valgrind(log: Path, command: Sequence[str]) -> list[str]:
    """The same command, its allocations counted into a file."""
    return ["valgrind", "--tool=memcheck", "--leak-check=no", "--undef-value-errors=no",
            f"--log-file={log}", *command]


def total(log: Path, command: Sequence[str]) -> int:
    """The count that valgrind left."""
    found = TOTAL.search(log.read_text(errors="replace"))
    if not found:
        raise BenchError(f"valgrind printed no heap total for {' '.join(command)}")
    return int(found[1].replace(",", ""))


def of_load(load: Sequence[str], messages: int, swiftlet: Path) -> int:
    """All heap allocations of a load that measures exactly so many messages on C epoll."""
    with tempfile.TemporaryDirectory() as directory, serving(
            server_command(BASELINE, swiftlet)) as running:
        log = Path(directory) / "valgrind"
        command = [
            str(swiftlet), "stress", f"127.0.0.1:{running.port}", "-c", str(CONNECTIONS), "-n",
            str(messages), "-d", "10m", "--warmup", "0", "-q", "--json", *load]
        done = subprocess.run(
            under_valgrind(log, command), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=600, check=False)
        if done.returncode != 0:
            raise BenchError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
        return total(log, command)


def allocations(command: Sequence[str], messages: int) -> int:
    """All heap allocations of a server that echoes exactly so many messages and stops."""
    with tempfile.TemporaryDirectory() as directory:
        log = Path(directory) / "valgrind"
        with serving(under_valgrind(log, command)) as running:
            connections = [connect(running.port) for _ in range(CONNECTIONS)]
            for number in range(messages):
                echo(connections[number % CONNECTIONS])
            for connection in connections:
                connection.close()
        return total(log, command)


def run(servers: list[str], messages: int, swiftlet: Path) -> tuple[str, dict, bool]:
    """The table, the raw figures, and whether every ceiling holds."""
    if not shutil.which("valgrind"):
        raise BenchError("valgrind is not installed (apt-get install valgrind)")
    ceilings = json.loads(CEILINGS.read_text())
    rows, raw, held = [], {}, True
    for server in [*servers, *LOADS]:
        once, twice = (
            of_load(LOADS[server], count, swiftlet) if server in LOADS
            else allocations(server_command(server, swiftlet), count)
            for count in (messages, 2 * messages))
        ceiling = ceilings["per_message"].get(server)
        # The tolerance is a number of allocations in all: a clock's tick or a table that grows. A
        # load keeps a histogram of every second, and under valgrind a longer one takes more of them.
        tolerance = ceilings["tolerance_of_loads" if server in LOADS else "tolerance_in_total"]
        allowed = None if ceiling is None else ceiling * messages + tolerance
        verdict = "-" if allowed is None else "met" if twice - once <= allowed else "not met"
        held = held and verdict != "not met"
        rows.append([
            server, f"{once:,}", f"{twice:,}", f"{(twice - once) / messages:.4f}",
            "-" if ceiling is None else f"{ceiling:.4f}", verdict])
        raw[server] = {
            "allocations_n": once, "allocations_2n": twice,
            "allocations_per_message": (twice - once) / messages}
    header = ["allocations", f"{messages:,} msgs", f"{2 * messages:,} msgs", "per message",
              "ceiling", ""]
    return table(header, rows), raw, held
