"""`--what client`: `swiftlet stress` against the plain C client, both driving C on raw epoll."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .catalogue import BASELINE, Case, client_command, run_client, server_command
from .processes import serving
from .tables import bar, table

# One thread drives C epoll as fast as the C client does, and costs little more, while it verifies
# every byte (which the C client does too) and records latencies (which it does not).
THROUGHPUT_BAR = 1.0
CPU_BAR = 1.05
NAMES = {"c": "C epoll client", "swiftlet": "swiftlet stress"}


@dataclass(frozen=True)
class Cell:
    """One client under one case in one round."""

    messages_per_second: float
    messages: int
    client_cpu_us_per_message: float


ClientResults = dict[str, dict[str, list[Cell]]]


def measure(
    client: str, case: Case, seconds: int, swiftlet: Path, cores: tuple[int, int]
) -> Cell:
    """Starts a fresh server and drives it once."""
    with serving(server_command(BASELINE, swiftlet), cores[0]) as running:
        report = run_client(
            client_command(client, case, running.port, seconds, swiftlet), seconds, cores[1])
    return Cell(
        report["messages_per_second"], report["messages"],
        # The client counts its own time while it measures, its warm-up left out.
        report["client_cpu_seconds"] * 1e6 / max(report["messages"], 1))


def best(cells: list[Cell]) -> float:
    """The messages per second of the best round."""
    return max(cell.messages_per_second for cell in cells)


def measure_all(
    cases: list[Case], rounds: int, seconds: int, swiftlet: Path, cores: tuple[int, int]
) -> ClientResults:
    """All rounds; which client goes first alternates."""
    results: ClientResults = {case.name: {name: [] for name in NAMES} for case in cases}
    for number in range(rounds):
        for case in cases:
            for client in (list(NAMES) if number % 2 == 0 else reversed(NAMES)):
                print(f"round {number + 1}/{rounds}  {case.name}  {client}", file=sys.stderr)
                results[case.name][client].append(
                    measure(client, case, seconds, swiftlet, cores))
    return results


def report(results: ClientResults) -> str:
    """A table per case and the bar."""
    text = []
    for case, clients in results.items():
        rows = [[
            NAMES[client], f"{median(cell.client_cpu_us_per_message for cell in cells):.3f}",
            f"{best(cells):,.0f}", f"{median(cell.messages_per_second for cell in cells):,.0f}",
            f"{best(cells) / best(clients['c']):.3f}"] for client, cells in clients.items()]
        text.append(table([case, "client CPU us/msg", "msg/s best", "msg/s median", "best/best"],
                          rows))
    ratios = {name: best(c["swiftlet"]) / best(c["c"]) for name, c in results.items()}
    slowest = min(ratios, key=lambda name: ratios[name])
    costs = {name: median(ours.client_cpu_us_per_message / theirs.client_cpu_us_per_message
                          for ours, theirs in zip(c["swiftlet"], c["c"]))
             for name, c in results.items()}
    dearest = max(costs, key=lambda name: costs[name])
    text.append("\n".join([
        bar("stress: messages per second, best against best, median",
            median(ratios.values()), THROUGHPUT_BAR, at_most=False),
        bar(f"stress: messages per second, worst case ({slowest})", ratios[slowest],
            THROUGHPUT_BAR, at_most=False),
        bar("stress: client CPU per message, ratio within a round, median",
            median(costs.values()), CPU_BAR),
        bar(f"stress: client CPU per message, worst case ({dearest})", costs[dearest], CPU_BAR)]))
    return "\n\n".join(text)
