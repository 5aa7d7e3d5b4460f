#!/usr/bin/env python3
"""Histograms to and from PyPI's `hdrhistogram`, count for count, and `.hgrm` files as others read them.

Runs a short load of its own, then holds against each other:
  * each histogram of its JSON, decoded in Python, and what `stress merge` makes of the same file
    when it has decoded and encoded it: every bucket;
  * histograms of hard distributions, encoded in Python and put into a record, and the same after
    `stress merge`: every bucket; of two such records, the sum;
  * each line of the `.hgrm`, and the figures of the JSON, and what Python says of the histogram.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hdrh.histogram import HdrHistogram

HIGHEST = 2**42 - 1
DIGITS = 3
KINDS = ("latency", "service", "first_byte", "connect", "send_lag")
# In ten-thousandths, so that ranks are whole numbers.
FIGURES = {"p50": 5000, "p90": 9000, "p99": 9900, "p99_9": 9990, "p99_99": 9999}


def check(holds: bool, what: str) -> None:
    if not holds:
        sys.exit(f"hdrhistogram: FAILED: {what}")


def counts(histogram: HdrHistogram) -> dict[int, int]:
    """The count of each bucket that has one, by the lowest value of the bucket."""
    found = {}
    for item in histogram.get_recorded_iterator():
        value = histogram.get_lowest_equivalent_value(item.value_iterated_to)
        found[value] = item.count_at_value_iterated_to
    return found


def decode(text: str) -> HdrHistogram:
    histogram = HdrHistogram.decode(text)
    check(histogram.significant_figures == DIGITS, "three significant digits")
    check(histogram.lowest_trackable_value == 1, "values from 1")
    return histogram


def percentile(histogram: HdrHistogram, share: int) -> int:
    """The value that so many ten-thousandths do not exceed, in nanoseconds.

    Python's own rounds the rank to the nearest, Java's and ours up: so it is counted here.
    """
    rank, seen = max(1, -(-histogram.get_total_count() * share // 10_000)), 0
    for lowest, count in sorted(counts(histogram).items()):
        seen += count
        if seen >= rank:
            return histogram.get_highest_equivalent_value(lowest)
    return 0


def run(*command: str | Path) -> str:
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, timeout=300)
    check(done.returncode == 0, f"{' '.join(str(word) for word in command)}: exit {done.returncode}")
    return done.stdout.decode()


def load(swiftlet: Path, hgrm: Path) -> dict[str, Any]:
    """The record of a second of load against a server of our own."""
    serve = subprocess.Popen([str(swiftlet), "serve", "127.0.0.1:0"], stdout=subprocess.PIPE)
    try:
        said = re.search(r"tcp://(\S+)", serve.stdout.readline().decode())
        check(said is not None, "the server says where it listens")
        return json.loads(run(swiftlet, "stress", said[1], "-c", "10", "-r", "2000/s", "-d", "3s",
                              "--warmup", "200ms", "--json", "--hgrm", hgrm, "--quiet"))
    finally:
        serve.terminate()
        serve.wait(timeout=300)


def merged(swiftlet: Path, folder: Path, *records: dict[str, Any]) -> dict[str, Any]:
    files = []
    for number, record in enumerate(records):
        files.append(folder / f"{number}.json")
        files[-1].write_text(json.dumps(record))
    return json.loads(run(swiftlet, "stress", "merge", *files, "--json"))


def hard(seed: int) -> list[tuple[str, HdrHistogram]]:
    """Distributions that an encoding may stumble over, as Python records them."""
    draw = random.Random(seed)
    shapes = {
        "empty": [],
        "one": [1],
        "zero and the top": [0, HIGHEST],
        "neighbours": list(range(4100)),
        "powers of two": [max(0, (1 << power) + off) for power in range(42) for off in (-1, 0, 1)],
        "spread": [draw.randrange(1, HIGHEST) for _ in range(5000)],
        "heavy tail": [int(min(1000 * draw.paretovariate(0.5), 1e12)) for _ in range(5000)],
    }
    made = []
    for name, values in shapes.items():
        histogram = HdrHistogram(1, HIGHEST, DIGITS)
        for value in values:
            histogram.record_value(value, draw.choice((1, 1, 2, 63, 64, 8191, 2**40)))
        made.append((name, histogram))
    return made


def from_swift(record: dict[str, Any], again: dict[str, Any]) -> int:
    """What we encoded, as Python reads it; `again` is the same after we have read it ourselves."""
    for kind in KINDS:
        ours = counts(decode(record["histograms"][kind]))
        check(ours == counts(decode(again["histograms"][kind])), f"{kind} after merging: {ours}")
    latency = decode(record["histograms"]["latency"])
    check(latency.get_total_count() == record["messages"] + record["unsent"], "a value per message")
    for name, share in FIGURES.items():
        # A figure never exceeds the exact maximum; the histogram's own value is its bucket's end.
        theirs = min(percentile(latency, share) / 1000, record["latency_us"]["max"])
        ours = record["latency_us"][name]
        check(abs(ours - theirs) < 0.0015, f"{name} is {ours} µs here and {theirs} µs in Python")
    for interval in record["intervals"]:
        total = decode(interval["histogram"]).get_total_count()
        check(total == interval["messages"], f"{total} values of {interval['messages']} replies")
    return latency.get_total_count()


def to_swift(swiftlet: Path, folder: Path, record: dict[str, Any], seed: int) -> int:
    """What Python encoded, as we read it and write it again."""
    done = 0
    for name, histogram in hard(seed):
        theirs = dict(record, histograms=dict(record["histograms"]))
        theirs["histograms"]["latency"] = histogram.encode().decode()
        want = counts(histogram)
        one = counts(decode(merged(swiftlet, folder, theirs)["histograms"]["latency"]))
        check(one == want, f"'{name}' comes back from us as Python recorded it")
        two = counts(decode(merged(swiftlet, folder, theirs, theirs)["histograms"]["latency"]))
        check(two == {value: 2 * count for value, count in want.items()}, f"'{name}' twice")
        done += 1
    return done


def hgrm_lines(text: str, histogram: HdrHistogram) -> int:
    """The format of HdrHistogram's percentile distributions, in milliseconds."""
    head, blank, *lines = text.splitlines()
    check(head.split() == ["Value", "Percentile", "TotalCount", "1/(1-Percentile)"], head)
    check(blank == "", "a blank line under the head")
    form = re.compile(r" *(\d+\.\d{3}) (\d\.\d{12}) +(\d+)(?: +(\d+\.\d{2}))?")
    total, before = histogram.get_total_count(), (-1.0, -1.0, -1)
    recorded = sorted(counts(histogram).items())
    while lines and not lines[0].startswith("#"):
        line = lines.pop(0)
        fields = form.fullmatch(line)
        check(fields is not None, f"a line of the format: {line}")
        value, share, count = float(fields[1]), float(fields[2]), int(fields[3])
        check((value, share, count) >= before, f"rising: {line}")
        # Half of the last digit that is printed.
        upto = sum(number for lowest, number in recorded if lowest / 1e6 <= value + 0.0005)
        check(upto >= count >= share * total - 1e-6, f"{line}: Python counts {upto}")
        theirs = histogram.get_value_at_percentile(100 * share) / 1e6
        check(theirs <= value + 0.0006, f"{line}: {theirs} ms in Python")
        check((fields[4] is None) == (share == 1), f"no reciprocal of nothing: {line}")
        before = (value, share, count)
    check(before[1:] == (1.0, total), "the last line is all of it")
    mean = re.fullmatch(r"#\[Mean    = +([\d.]+), StdDeviation   = +([\d.]+)\]", lines[0])
    check(abs(float(mean[1]) - histogram.get_mean_value() / 1e6) < 0.0011, lines[0])
    check(abs(float(mean[2]) - histogram.get_stddev() / 1e6) < 0.0011, lines[0])
    last = re.fullmatch(r"#\[Max     = +([\d.]+), Total count    = +(\d+)\]", lines[1])
    check(abs(float(last[1]) - histogram.get_max_value() / 1e6) < 0.0006, lines[1])
    check(int(last[2]) == total, lines[1])
    check(lines[2] == "#[Buckets =           32, SubBuckets     =         2048]", lines[2])
    check(len(lines) == 3, "nothing behind the foot")
    return total


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--swiftlet", type=Path, required=True, help="the program to test")
    options.add_argument("--seed", type=int, default=1, help="of the hard distributions")
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        record = load(options.swiftlet, folder / "run.hgrm")
        total = from_swift(record, merged(options.swiftlet, folder, record))
        print(f"hdrhistogram: reads our {len(KINDS)} histograms and {len(record['intervals'])} "
              f"intervals, {total} latencies count for count")
        done = to_swift(options.swiftlet, folder, record, options.seed)
        print(f"hdrhistogram: we read {done} of its own, count for count")
        hgrm_lines((folder / "run.hgrm").read_text(), decode(record["histograms"]["latency"]))
        print("hdrhistogram: agrees with every line of the percentile distribution")


if __name__ == "__main__":
    main()
