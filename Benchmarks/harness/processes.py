"""Starting, pinning, sampling and always ending the processes under measurement."""

from __future__ import annotations

import os
import re
import resource
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LISTENING = re.compile(rb"listening on tcp://127\.0\.0\.1:(\d+)")
# How long a process may take to listen, and to end after SIGTERM. Valgrind is slow at both.
START_SECONDS = 60.0
STOP_SECONDS = 30.0


class BenchError(Exception):
    """Something did not run; the message is all that the user needs."""


def raise_descriptor_limit() -> int:
    """Raises the soft limit of open files to the hard one and returns it."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def process_tree(pid: int) -> list[int]:
    """The process and its descendants, as far as they still live."""
    found = [pid]
    for parent in found:
        try:
            tasks = os.listdir(f"/proc/{parent}/task")
        except OSError:
            continue
        for task in tasks:
            try:
                children = Path(f"/proc/{parent}/task/{task}/children").read_text()
            except OSError:
                continue
            found.extend(int(child) for child in children.split())
    return found


def cpu_nanoseconds(pid: int) -> int:
    """CPU time of a process tree, user and system, exited threads included.

    Read from each process's CPU clock (clock_getcpuclockid(3), which Python lacks; the kernel's
    encoding of it is ABI): the scheduler's own sum, precise and up to date. The sum over
    /proc/PID/task/*/schedstat is the same figure, but lags by up to a tick and loses threads that
    have exited, which for a thread-per-client server is nearly everything. Children that were
    waited for are in /proc/PID/stat only, in ticks.
    """
    tick = 1_000_000_000 // os.sysconf("SC_CLK_TCK")
    total = 0
    for member in process_tree(pid):
        try:
            total += time.clock_gettime_ns((~member << 3) | 2)
            # Behind the last ')' the fields begin with the third; 16 and 17 are the reaped children.
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[13]) + int(fields[14])) * tick
        except OSError:
            continue
    return total


def resident_bytes(pid: int) -> int:
    """RSS from smaps_rollup, which adds up the page tables: VmRSS is off by some 64 pages."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Rss:"):
            return int(line.split()[1]) * 1024
    raise BenchError(f"no Rss in /proc/{pid}/smaps_rollup")


def descriptor_count(pid: int) -> int:
    """How many descriptors a process has open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


@dataclass(frozen=True)
class Server:
    """A running server that listens on ports of 127.0.0.1."""

    pid: int
    ports: tuple[int, ...]

    @property
    def port(self) -> int:
        """The first, for most the only one."""
        return self.ports[0]


def pin(core: int | None) -> None:
    """Pins the calling process to one core, if asked to."""
    if core is not None:
        os.sched_setaffinity(0, {core})


@contextmanager
def serving(
    command: Sequence[str], core: int | None = None, listeners: int = 1
) -> Iterator[Server]:
    """Runs a server until the block ends: SIGTERM, then SIGKILL if it does not go."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
            preexec_fn=lambda: pin(core))
        try:
            ports = _listening_ports(process, command, errors, listeners)
            yield Server(process.pid, ports)
            if process.poll() is not None:
                raise BenchError(f"{command[0]} ended by itself: {_tail(errors)}")
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise BenchError(f"{' '.join(command)} did not end on SIGTERM") from None
            finally:
                process.stdout.close()
        if process.returncode != 0:
            raise BenchError(
                f"{' '.join(command)} ended with {process.returncode}: {_tail(errors)}")


def _tail(errors: IO[bytes]) -> str:
    errors.seek(0)
    return errors.read().decode(errors="replace").strip()[-500:] or "no message"


def _listening_ports(
    process: subprocess.Popen[bytes], command: Sequence[str], errors: IO[bytes], count: int
) -> tuple[int, ...]:
    """Waits for the lines that name the ports."""
    deadline = time.monotonic() + START_SECONDS
    seen = b""
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([process.stdout], [], [], left)[0]:
            break
        piece = os.read(process.stdout.fileno(), 4096)
        seen += piece
        # Whole lines only: the digits of the last one may still be arriving.
        found = LISTENING.findall(seen[:seen.rfind(b"\n") + 1])
        if len(found) >= count:
            return tuple(int(port) for port in found)
        if not piece:
            break
    raise BenchError(f"{' '.join(command)} did not say where it listens: {_tail(errors)}")
