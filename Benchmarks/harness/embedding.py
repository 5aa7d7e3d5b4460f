"""`--what build`: how long a package that embeds Reactor alone takes to build, from nothing."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

from .catalogue import ROOT
from .processes import BenchError
from .tables import bar

SECONDS_BAR = 8.0
EXAMPLE = ROOT / "examples/TenLineEcho"


def run(rounds: int) -> tuple[str, dict]:
    """The best of the rounds, on however many cores there are, and what the program links."""
    seconds = []
    linked = ""
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as scratch:
            before = time.monotonic()
            made = subprocess.run(
                ["swift", "build", "-c", "release", "--package-path", str(EXAMPLE),
                 "--scratch-path", scratch], capture_output=True, text=True, timeout=600)
            seconds.append(time.monotonic() - before)
            if made.returncode != 0:
                raise BenchError(f"{EXAMPLE.name} does not build:\n{made.stdout.strip()[-2000:]}")
            binary = Path(scratch) / "release" / EXAMPLE.name
            linked = subprocess.run(
                ["ldd", str(binary)], capture_output=True, text=True, check=True).stdout
    foreign = sorted(
        name for name in (line.split()[0] for line in linked.splitlines())
        if not name.startswith(("libswift", "lib_", "libdispatch", "libBlocks", "linux-vdso", "/"))
        and not name.startswith(("libc.so", "libm.so", "libstdc++", "libgcc", "libpthread")))
    text = "\n".join([
        bar("embedding Reactor: release build from nothing, seconds, best", min(seconds),
            SECONDS_BAR),
        f"  libraries beside Swift's own and libc: {', '.join(foreign)}"])
    return text, {"seconds": seconds, "libraries": foreign}
