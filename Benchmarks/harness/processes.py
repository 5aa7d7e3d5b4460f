"""Starting, pinning and always ending the processes under measurement."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

LISTENING = re.compile(rb"listening on tcp://127\.0\.0\.1:(\d+)")
# How long a process may take to listen, and to end after SIGTERM. Valgrind is slow at both.
START_SECONDS = 60.0
STOP_SECONDS = 30.0


class BenchError(Exception):
    """Something did not run; the message is all that the user needs."""


def descriptor_count(pid: int) -> int:
    """How many descriptors a process has open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


@dataclass(frozen=True)
class Server:
    """A running server that listens on a port of 127.0.0.1."""

    pid: int
    port: int


def pin(core: int | None) -> None:
    """Pins the calling process to one core, if asked to."""
    if core is not None:
        os.sched_setaffinity(0, {core})


@contextmanager
def serving(command: Sequence[str], core: int | None = None) -> Iterator[Server]:
    """Runs a server until the block ends: SIGTERM, then SIGKILL if it does not go."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
            preexec_fn=lambda: pin(core))
        try:
            yield Server(process.pid, _listening_port(process, command, errors))
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


def _listening_port(
    process: subprocess.Popen[bytes], command: Sequence[str], errors: IO[bytes]
) -> int:
    """Waits for the line that names the port."""
    deadline = time.monotonic() + START_SECONDS
    seen = b""
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([process.stdout], [], [], left)[0]:
            break
        piece = os.read(process.stdout.fileno(), 4096)
        seen += piece
        # Whole lines only: the digits of the last one may still be arriving.
        if found := LISTENING.search(seen[:seen.rfind(b"\n") + 1]):
            return int(found[1])
        if not piece:
            break
    raise BenchError(f"{' '.join(command)} did not say where it listens: {_tail(errors)}")
