"""`--what servers`: CPU per message and messages per second of the servers, interleaved."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .catalogue import (
    BASELINE, MODELS, Case, client_command, echoed_messages, run_client, server_command)
from .processes import cpu_nanoseconds, serving
from .tables import bar, table


@dataclass(frozen=True)
class Cell:
    """One server under one case in one round."""

    cpu_us_per_message: float
    messages_per_second: float
    messages: int
    client_cpu_us_per_message: float


@dataclass(frozen=True)
class Bars:
    """What the project promises of a model, against C on raw epoll."""

    cpu_median: float
    cpu_worst: float
    throughput_median: float


BARS = {"reactor": Bars(1.03, 1.08, 0.97), "async": Bars(1.06, 1.12, 0.94)}
Results = dict[str, dict[str, list[Cell]]]


def measure(
    server: str, case: Case, client: str, seconds: int, swiftlet: Path, cores: tuple[int, int]
) -> Cell:
    """Starts a fresh server, drives it once, and charges it all CPU time of the client's run."""
    with serving(server_command(server, swiftlet), cores[0]) as running:
        # From just before the client starts to just after it ended, the server still alive:
        # connection set-up and tear-down are in it, for all servers alike.
        before = cpu_nanoseconds(running.pid)
        report = run_client(
            client_command(client, case, running.port, seconds, swiftlet), seconds, cores[1])
        spent = cpu_nanoseconds(running.pid) - before
    messages = max(echoed_messages(report), 1)
    return Cell(
        spent / messages / 1000, report["messages_per_second"], messages,
        # The client counts its own time while it measures, its warm-up left out.
        report["client_cpu_seconds"] * 1e6 / max(report["messages"], 1))


def measure_all(
    servers: list[str], cases: list[Case], client: str, rounds: int, seconds: int,
    swiftlet: Path, cores: tuple[int, int]
) -> Results:
    """All rounds. The order of the servers rotates, so that none always follows the same one."""
    results: Results = {case.name: {server: [] for server in servers} for case in cases}
    for number in range(rounds):
        for case in cases:
            for place in range(len(servers)):
                server = servers[(place + number) % len(servers)]
                print(f"round {number + 1}/{rounds}  {case.name}  {server}", file=sys.stderr)
                results[case.name][server].append(
                    measure(server, case, client, seconds, swiftlet, cores))
    return results


def cpu_ratio(of_case: dict[str, list[Cell]], server: str, other: str = BASELINE) -> float:
    """The median of the ratios within each round: what disturbed a round disturbed both."""
    return median(
        mine.cpu_us_per_message / theirs.cpu_us_per_message
        for mine, theirs in zip(of_case[server], of_case[other]))


def best(cells: list[Cell]) -> float:
    """The messages per second of the best round."""
    return max(cell.messages_per_second for cell in cells)


def report(results: Results) -> str:
    """The tables and, where the servers for it were measured, the bars."""
    text = []
    for case, servers in results.items():
        baseline = servers.get(BASELINE)
        rows = []
        for server, cells in servers.items():
            rows.append([
                server,
                f"{median(cell.cpu_us_per_message for cell in cells):.3f}",
                f"{cpu_ratio(servers, server):.3f}" if baseline else "-",
                f"{best(cells):,.0f}",
                f"{median(cell.messages_per_second for cell in cells):,.0f}",
                f"{best(cells) / best(baseline):.3f}" if baseline else "-"])
        header = [case, "CPU us/msg", "x C epoll", "msg/s best", "msg/s median", "best/best"]
        text.append(table(header, rows))
    summary = [line for model in MODELS for line in judge(model, results)]
    if summary:
        text.append("\n".join(["Against C on raw epoll, over the cases:", *summary]))
    return "\n\n".join(text)


def judge(model: str, results: Results) -> list[str]:
    """The bars of one model."""
    cases = list(results.values())
    lines: list[str] = []
    if not all(model in servers for servers in cases):
        return lines
    bars = BARS[model]
    if all(BASELINE in servers for servers in cases):
        ratios = {name: cpu_ratio(servers, model) for name, servers in results.items()}
        worst = max(ratios, key=lambda name: ratios[name])
        throughput = median(best(servers[model]) / best(servers[BASELINE]) for servers in cases)
        lines += [
            bar(f"{model}: CPU per message, median", median(ratios.values()), bars.cpu_median),
            bar(f"{model}: CPU per message, worst case ({worst})", ratios[worst], bars.cpu_worst),
            bar(f"{model}: messages per second, best against best, median", throughput,
                bars.throughput_median, at_most=False)]
    if all("c-bufferevent" in servers for servers in cases):
        behind = [name for name, servers in results.items()
                  if cpu_ratio(servers, model, "c-bufferevent") >= 1]
        lines.append(
            f"  {model}: ahead of bufferevents in CPU per message in every case: "
            + (f"not met ({', '.join(behind)})" if behind else "met"))
    return lines
