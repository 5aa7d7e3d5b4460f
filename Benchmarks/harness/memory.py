"""`--what memory`: what an idle connection costs the server, by the growth of its RSS."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from .catalogue import server_command
from .echoing import connect, echo
from .processes import BenchError, descriptor_count, raise_descriptor_limit, resident_bytes, serving
from .tables import bar, table

FEW, MANY = 1_000, 15_000
SPARE_DESCRIPTORS = 200
# One source address has some 28,000 ports, and those of a run before may still be in TIME_WAIT.
CONNECTIONS_PER_SOURCE = 10_000
BARS = {"reactor": 512.0, "async": 2048.0}
SETTLE_SECONDS = 0.5


def growth(command: list[str], few: int, many: int) -> float:
    """Bytes of RSS per connection, from so few to so many that have echoed once and then idle."""
    with serving(command) as running:
        connections: list[socket.socket] = []
        sizes = []
        try:
            for target in (few, many):
                while len(connections) < target:
                    source = f"127.0.0.{2 + len(connections) // CONNECTIONS_PER_SOURCE}"
                    connections.append(connect(running.port, source))
                    # The echo proves that the server has accepted it, and an idle connection that
                    # was never used would flatter.
                    echo(connections[-1])
                time.sleep(SETTLE_SECONDS)
                if descriptor_count(running.pid) < target:
                    raise BenchError("the server does not hold all connections at once")
                sizes.append(resident_bytes(running.pid))
        finally:
            for connection in connections:
                connection.close()
    return (sizes[1] - sizes[0]) / (many - few)


def run(servers: list[str], swiftlet: Path) -> tuple[str, dict]:
    """The table with the bars, and the raw figures."""
    many = min(MANY, raise_descriptor_limit() - SPARE_DESCRIPTORS)
    if many < 2 * FEW:
        raise BenchError(f"the limit of open files leaves {many} connections: too few to measure")
    found = {server: growth(server_command(server, swiftlet), FEW, many) for server in servers}
    header = [f"idle connections {FEW:,} to {many:,}", "bytes each"]
    text = table(header, [[server, f"{size:,.0f}"] for server, size in found.items()])
    bars = [bar(f"{server}: an idle connection", found[server], limit, unit=" B")
            for server, limit in BARS.items() if server in found]
    return "\n\n".join([text, *(["\n".join(bars)] if bars else [])]), {
        "connections": [FEW, many], "bytes_per_idle_connection": found}
