#!/usr/bin/env python3
"""Measures what `swiftlet compare` does not: the client, allocations, builds, leaks, the truth.

Servers are put side by side with `make bench BENCH=servers`, which is `swiftlet compare`. All traffic stays on 127.0.0.1, every step is bounded in time, every process is ended.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from harness import (  # noqa: E402
    allocations, catalogue, churn, clients, embedding, openloop, truth)
from harness.catalogue import C_SERVERS, CASES, MODELS, ROOT, SERVERS  # noqa: E402
from harness.processes import BenchError  # noqa: E402

EPILOG = """what:
  client       swiftlet stress against a plain C client, both driving C epoll
  allocations  heap allocations per message, under valgrind, against allocation-ceilings.json
  build        how long a package that embeds Reactor alone takes to build
  churn        connections opened, used once and closed; descriptors before and after
  open         how well swiftlet stress keeps to a schedule, what it costs, 15,000 connections
  truth        whether it measures what arithmetic says: a server stopped for a second, known delays

Ends with 0 when all has run (whether the bars of the others are met is printed), 1 when a ceiling of
`allocations`, a demand of `churn` or a figure of `truth` is not met, 69 when something could not run.

example: bench.py --what client --rounds 5 --cases 50x64,1000x64
"""
WHAT = ("client", "allocations", "build", "churn", "open", "truth")


def positive(word: str) -> int:
    """A whole number of at least one."""
    value = int(word)
    if value < 1:
        raise ValueError
    return value


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--what", choices=WHAT, required=True, help="see below")
    add("--rounds", type=positive, default=5, help="interleaved rounds (default 5)")
    add("--seconds", type=positive,
        help="per cell (default 2), or of the churn (default 30)")
    add("--cases", default=",".join(case.name for case in CASES),
        help="of client (default: %(default)s)")
    add("--servers", default=",".join(MODELS),
        help=f"those of allocations and churn, of {','.join(SERVERS)} (default: %(default)s)")
    add("--messages", type=positive, default=10_000, help="N of allocations (default 10000)")
    add("--rate", type=positive, default=5000, help="connections a second of churn (default 5000)")
    add("--swiftlet", type=Path, default=ROOT / ".build/release/swiftlet",
        help="the binary (default: .build/release/swiftlet of this repository)")
    add("--json", type=Path, metavar="FILE", help="also write the raw figures there")
    return parser.parse_args()


def pick_cores() -> tuple[int, int]:
    """One core for the server and another for the client, of those this process may use."""
    usable = sorted(os.sched_getaffinity(0))
    if len(usable) < 2:
        raise BenchError("needs two cores: one for the server and one for the client")
    return usable[0], usable[1]


def run(options: argparse.Namespace) -> int:
    """Measures, prints, and gives the exit status."""
    what = options.what
    servers = catalogue.pick(options.servers, SERVERS, "server")
    names = catalogue.pick(options.cases, [case.name for case in CASES], "case")
    cases = [case for case in CASES if case.name in names]
    if what != "churn" or not set(servers) <= set(C_SERVERS):
        catalogue.require_swiftlet(options.swiftlet)
    catalogue.build_peers()
    cores, seconds, held = pick_cores(), options.seconds or (30 if what == "churn" else 2), True
    raw: dict
    if what == "client":
        results = clients.measure_all(cases, options.rounds, seconds, options.swiftlet, cores)
        text = clients.report(results)
        raw = {case: {name: [dataclasses.asdict(cell) for cell in cells]
                      for name, cells in of_case.items()}
               for case, of_case in results.items()}
    elif what == "allocations":
        text, raw, held = allocations.run(servers, options.messages, options.swiftlet)
    elif what == "open":
        text, raw = openloop.run(options.swiftlet, options.rounds, seconds)
    elif what == "truth":
        text, raw, held = truth.run(options.swiftlet)
    elif what == "build":
        text, raw = embedding.run(options.rounds)
    else:
        text, raw, held = churn.run(servers, options.rate, seconds, options.swiftlet, cores)
    print(text)
    if options.json:
        report = {"schema": 1, "what": what, "rounds": options.rounds, "seconds": seconds,
                  "results": raw}
        options.json.write_text(json.dumps(report, indent=2) + "\n")
    return 0 if held else 1


def main() -> int:
    """Runs, and turns what cannot run into one clear line."""
    try:
        return run(parse())
    except (BenchError, OSError) as problem:
        print(f"bench.py: {problem}", file=sys.stderr)
        return 69
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
