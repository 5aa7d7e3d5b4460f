#!/usr/bin/env python3
"""Whether a merged report is the sum of its parts, and what the server saw besides.

usage: fleet_adds_up.py FOLDER CLIENTS CONNECTIONS RATE SECONDS SIZE
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

SUMS = ("messages", "messages_total", "connections", "connections_opened", "errors", "mismatches",
        "unsent")


def check(holds: bool, what: str) -> None:
    if not holds:
        sys.exit(f"fleet: FAILED: {what}")


def main() -> None:
    folder = Path(sys.argv[1])
    clients, connections, rate, seconds, size = map(int, sys.argv[2:])
    parts = [json.loads(file.read_text()) for file in sorted(folder.glob("client*.json"))]
    whole = json.loads((folder / "all.json").read_text())
    served = json.loads((folder / "server.out").read_text().splitlines()[-1])

    check(len(parts) == len(whole["parts"]) == clients, "every client is in it")
    for key in SUMS:
        check(whole[key] == sum(part[key] for part in parts), f"{key} add up")
    check(whole["errors"] == whole["mismatches"] == 0, "every reply was right")
    check(whole["connections"] == clients * connections, "every client had its connections")
    check(len({part["seed"] for part in parts}) == clients, "every client had its own seed")
    # What each client was to send, and what the server counted of it.
    due = clients * rate * seconds
    check(abs(whole["messages"] + whole["unsent"] - due) <= clients, f"{due} messages were due")
    check(served["received_bytes"] == served["sent_bytes"] == whole["messages_total"] * size,
          f"the server saw {whole['messages_total']} messages: {served}")

    starts = [part["started_at_unix_seconds"] for part in parts]
    apart = max(starts) - min(starts)
    check(apart < 0.25, f"the clients began together, {apart:.3f} s apart")
    check(not any("overlapped" in line for line in whole["explanation"]), "and nobody says otherwise")
    seconds_found = [interval["start_seconds"] for interval in whole["intervals"]]
    check(seconds_found == sorted(set(seconds_found)), "seconds are in order, each once")
    # The last replies may come in a second of their own.
    check(seconds <= len(seconds_found) <= seconds + 1, f"{seconds_found} are {seconds} seconds")
    counted = sum(sum(one["messages"] for one in part["intervals"]) for part in parts)
    check(sum(one["messages"] for one in whole["intervals"]) == counted, "intervals add up")
    check(abs(whole["target_per_second"] - clients * rate) < 0.1 * clients * rate,
          f"the target is everybody's: {whole['target_per_second']}")
    for figure, choose in (("min", min), ("max", max)):
        check(whole["latency_us"][figure] == choose(part["latency_us"][figure] for part in parts),
              f"the {figure} is one of theirs")
    with open(folder / "all.csv", newline="") as file:
        check(len(list(csv.DictReader(file))) == len(seconds_found), "a line of CSV per second")
    total = whole["messages"] + whole["unsent"]
    check(f"Total count    = {total:12d}]" in (folder / "all.hgrm").read_text(), "the .hgrm has all")
    print(f"fleet: {clients} clients, {whole['messages']:,} replies in {seconds} s, begun "
          f"{apart * 1000:.0f} ms apart: everything adds up")


if __name__ == "__main__":
    main()
