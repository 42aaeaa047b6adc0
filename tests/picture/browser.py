"""A headless Chromium that is driven over its own pipe (Chrome DevTools Protocol): no driver, no port, no further package."""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
WIDE = (1280, 900)
_KEYS = {"Escape": 27, "Enter": 13, "Tab": 9}
# Chromium reads its orders from descriptor 3 and answers on 4; an image or CI that runs as root has no sandbox.
_START = """
import os, sys
orders, answers = (os.dup(int(number)) for number in sys.argv[1:3])  # the lowest free numbers, so perhaps 3 and 4
for number, end in ((3, orders), (4, answers)):
    os.dup2(end, number)
    os.set_inheritable(number, True)  # dup2 of a number to itself leaves it as it was
os.execv(sys.argv[3], sys.argv[3:])
"""
_OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe")


class Browser:
    """One page in one browser. `tell` is a protocol call; the rest is what a reader does and sees."""

    def __init__(self, orders: int, answers: int) -> None:
        self._orders, self._answers, self._rest, self._number = orders, answers, b"", 0
        self._session: str | None = None
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.complaints: list[str] = []
        for part in ("Page", "Runtime", "Log"):
            self.tell(f"{part}.enable")

    def tell(self, method: str, **params: object) -> Any:
        """Send one order and wait for its answer; what the page complains of meanwhile is kept."""
        self._number += 1
        order = {"id": self._number, "method": method, "params": params} | ({"sessionId": self._session} if self._session else {})
        os.write(self._orders, json.dumps(order).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            self._notice(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def _next(self) -> Any:
        while b"\0" not in self._rest:
            if not (read := os.read(self._answers, 1 << 20)):
                raise RuntimeError("the browser has ended")
            self._rest += read
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def _notice(self, event: Any) -> None:
        if event.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(event["params"]["exceptionDetails"].get("exception", {}).get("description")))
        if event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] in ("error", "warning"):
            self.complaints.append(str(event["params"]["entry"]["text"]))

    def open(self, file: Path, size: tuple[int, int] = WIDE, *, dark: bool = False) -> None:
        """Open a file in a window of that size and wait until it is drawn."""
        narrow = size[0] < 600
        self.tell("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=1, mobile=narrow)
        self.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.tell("Page.navigate", url=file.as_uri())
        self.run("new Promise((done) => document.readyState === 'complete' ? done() : addEventListener('load', done))")
        self.settle()

    def run(self, script: str) -> Any:
        """The value of a script, as JSON has it."""
        answer = self.tell("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def settle(self) -> None:
        """Wait until two frames have been drawn."""
        self.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def click(self, x: float, y: float, *, to: tuple[float, float] | None = None) -> None:
        """Press the mouse at a place of the window and let it go there, or at another."""
        end = to or (x, y)
        for kind, place in (
            ("mouseMoved", (x, y)),
            ("mousePressed", (x, y)),
            *([("mouseMoved", end)] if to else []),
            ("mouseReleased", end),
        ):
            button = {} if kind == "mouseMoved" and not to else {"button": "left", "buttons": 1, "clickCount": 1}
            self.tell("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], **button)
        self.settle()

    def press(self, key: str) -> None:
        """Press and release a key."""
        text = {} if key in ("Escape", "Tab") else {"text": {"Enter": "\r"}.get(key, key)}
        for kind in ("keyDown", "keyUp"):
            self.tell(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=_KEYS.get(key, 0), **(text if kind == "keyDown" else {})
            )
        self.settle()

    def shot(self, file: Path) -> None:
        """A picture of the window."""
        file.write_bytes(base64.b64decode(self.tell("Page.captureScreenshot", format="png")["data"]))


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser with a profile of its own, ended on leaving."""
    assert CHROMIUM
    (orders, our_orders), (our_answers, answers) = os.pipe(), os.pipe()
    # Chromium still writes into its profile while it ends.
    with tempfile.TemporaryDirectory(prefix="newsgraph-browser-", ignore_cleanup_errors=True) as profile:
        shim = [sys.executable, "-c", _START, str(orders), str(answers)]
        command = [*shim, CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}"]
        process = subprocess.Popen(command, pass_fds=(orders, answers), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(orders)
        os.close(answers)
        try:
            yield Browser(our_orders, our_answers)
        finally:
            os.close(our_orders)
            process.terminate()
            process.wait(30)
            os.close(our_answers)
