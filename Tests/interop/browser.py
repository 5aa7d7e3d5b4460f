"""A headless Chromium, driven over a pipe with the DevTools protocol.

https://chromedevtools.github.io/devtools-protocol/: JSON messages, each ended by a zero byte, to
the browser's descriptor 3 and from its descriptor 4. Nothing listens on a port.
"""

from __future__ import annotations

import base64
import json
import os
import selectors
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

PATIENCE = 300.0


class BrowserError(Exception):
    """What the browser did not do, in one line."""


class Browser:
    """One browser process with one page, without a network, with a profile of its own."""

    def __init__(self, program: str = "chromium") -> None:
        path = shutil.which(program)
        if path is None:
            raise BrowserError(f"no '{program}' in PATH; on Debian, install the package chromium")
        self._profile = tempfile.TemporaryDirectory(prefix="page-test-")
        self._log = open(Path(self._profile.name, "log"), "w+b")
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        # Root in a container has no sandbox to offer; the pages are our own.
        command = [path, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                   "--disable-dev-shm-usage", "--disable-background-networking",
                   "--disable-component-update", "--no-first-run", "--remote-debugging-pipe",
                   "--host-resolver-rules=MAP * ~NOTFOUND",
                   f"--user-data-dir={self._profile.name}/profile", "about:blank"]

        def place_descriptors() -> None:
            # Away from 3 and 4 first, so that neither overwrites the other.
            low, high = os.dup2(theirs_in, 30), os.dup2(theirs_out, 31)
            os.dup2(low, 3)
            os.dup2(high, 4)

        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
            pass_fds=(3, 4), preexec_fn=place_descriptors, start_new_session=True)
        os.close(theirs_in)
        os.close(theirs_out)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._in, selectors.EVENT_READ)
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        # Of those that are there some are not pages.
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call(
            "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.call("Network.emulateNetworkConditions", offline=True, latency=0,
                  downloadThroughput=0, uploadThroughput=0)

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        # Its helpers may still be writing there.
        shutil.rmtree(self._profile.name, ignore_errors=True)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Sends a command and waits for its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive(method)
            if answer.get("id") != self._number:
                self.events.append(answer)
            elif "error" in answer:
                raise BrowserError(f"{method}: {answer['error']['message']}")
            else:
                return answer["result"]

    def _receive(self, waiting_for: str) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE
        while b"\0" not in self._buffer:
            if not self._selector.select(max(0, end - time.monotonic())):
                raise BrowserError(f"no answer to {waiting_for} within {PATIENCE:.0f} s")
            part = os.read(self._in, 1 << 20)
            if not part:
                self._log.seek(0)
                raise BrowserError(
                    "the browser ended: " + self._log.read().decode(errors="replace")[-500:])
            self._buffer += part
        line, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(line)

    def open(self, page: Path) -> list[dict[str, Any]]:
        """Opens a file and returns what happened until it was loaded."""
        self.events.clear()
        self.call("Page.navigate", url=page.resolve().as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._receive("Page.navigate"))
        return list(self.events)

    def look(self, width: int, scheme: str, media: str = "screen") -> None:
        """Sets the width of the window in pixels, `light` or `dark`, `screen` or `print`."""
        self._size(width, 900)
        self.call("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(f"{expression[:60]}…: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def screenshot(self, whole: bool = True) -> bytes:
        """The page as PNG, all of it or what is in the window."""
        if not whole:
            return base64.b64decode(self.call("Page.captureScreenshot")["data"])
        width, height = self.evaluate("[innerWidth, document.documentElement.scrollHeight]")
        self._size(width, height)
        answer = self.call("Page.captureScreenshot")
        self._size(width, 900)
        return base64.b64decode(answer["data"])

    def _size(self, width: int, height: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)
