"""What is measured: the servers, the cases and the clients."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .processes import BenchError, pin

BENCHMARKS = Path(__file__).resolve().parent.parent
PEERS = BENCHMARKS / ".build"
ROOT = BENCHMARKS.parent

BASELINE = "c-epoll"
C_SERVERS = {
    "c-epoll": "epoll_echo", "c-bufferevent": "bufferevent_echo", "c-thread": "thread_echo",
    "c-fork": "fork_echo"}
MODELS = ("reactor", "async")
SERVERS = (*C_SERVERS, *MODELS)


@dataclass(frozen=True)
class Case:
    """So many connections, so many bytes a message, so many messages in flight on each."""

    name: str
    connections: int
    size: int
    pipeline: int = 1


CASES = (
    Case("1x64", 1, 64), Case("50x64", 50, 64), Case("1000x64", 1000, 64),
    Case("50x1KiB", 50, 1024), Case("50x16KiB", 50, 16384), Case("50x64p16", 50, 64, 16))


def pick(wanted: str, known: Sequence[str], what: str) -> list[str]:
    """A comma-separated choice, every name checked."""
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise BenchError(f"unknown {what} '{name}'; known: {', '.join(known)}")
    if not names:
        raise BenchError(f"no {what} chosen; known: {', '.join(known)}")
    return names


def build_peers() -> None:
    """Builds the C programs where they are missing or older than their source."""
    made = subprocess.run(
        ["make", "-s", "-C", str(BENCHMARKS)], capture_output=True, text=True, timeout=300)
    if made.returncode != 0:
        raise BenchError(f"the C peers do not build:\n{made.stderr.strip()}")


def require_swiftlet(path: Path) -> None:
    """Says what to do where there is no swiftlet binary."""
    if not os.access(path, os.X_OK):
        raise BenchError(
            f"no swiftlet binary at {path}: build it with 'swift build -c release', name another "
            "with --swiftlet")


def server_command(name: str, swiftlet: Path) -> list[str]:
    """The command line that starts a server on a free port."""
    if name in C_SERVERS:
        return [str(PEERS / C_SERVERS[name]), "0"]
    return [str(swiftlet), "serve", "127.0.0.1:0", "--model", name]


def client_command(client: str, case: Case, port: int, seconds: int, swiftlet: Path) -> list[str]:
    """The command line that drives a server with a case and prints one JSON object."""
    load = ["-c", str(case.connections), "-s", str(case.size), "-p", str(case.pipeline)]
    if client == "c":
        return [str(PEERS / "epoll_client"), *load, "-d", str(seconds), str(port)]
    # Without a live view: its thread would cost the load a little.
    return [
        str(swiftlet), "stress", f"tcp://127.0.0.1:{port}", *load, "-d", f"{seconds}s", "--json", "-q"]


def run_client(command: Sequence[str], seconds: int, core: int | None) -> dict:
    """Runs a client to its end and returns its JSON; an error or a mismatch is a failure."""
    try:
        # Connecting, a warm-up and draining come on top of the time asked for.
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=seconds * 2 + 60, preexec_fn=lambda: pin(core))
    except subprocess.TimeoutExpired:
        raise BenchError(f"{' '.join(command)} did not end") from None
    try:
        report = json.loads(done.stdout)
    except ValueError:
        report = None
    if done.returncode != 0 or report is None or report["errors"] or report["mismatches"]:
        raise BenchError(
            f"{' '.join(command)} ended with {done.returncode}: "
            f"{(done.stderr + done.stdout).strip()[-500:]}")
    return report
