"""A real Firefox, driven by WebDriver BiDi, which a stock Firefox speaks over a web socket.

Playwright drives only a Firefox of its own making, which no distribution has.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

NAMES = ("firefox-esr", "firefox")

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")

PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
"""Of the profile: it asks nobody for anything by itself."""

START_SECONDS = 120.0


class FirefoxPage:
    """One tab.

    Args:
        socket: to the browser.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._send("session.new", capabilities={})
        self._context: str = self._send("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, address: str) -> None:
        """Go to an address and wait until it is loaded."""
        self._send("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression of the page, waited for where it is a promise.

        The page's content security policy does not forbid it: it is no eval of the page's own.
        """
        # As JSON, because BiDi's own form of a value names the type of each part of it.
        answer = self._send(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))",
            target={"context": self._context},
            awaitPromise=True,
            userActivation=True,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def wait_until(self, expression: str, seconds: float) -> None:
        """Wait for a JavaScript expression to hold."""
        deadline = time.monotonic() + seconds
        while not self.evaluate(f"Boolean({expression})"):
            assert time.monotonic() < deadline, f"it never came to it: {expression}"
            time.sleep(0.1)

    def press(self, *keys: str) -> None:
        """Press keys one after the other; of a text of several characters, all at once and in that order."""
        actions = []
        for key in keys:
            actions += [{"type": "keyDown", "value": each} for each in key]
            actions += [{"type": "keyUp", "value": each} for each in reversed(key)]
        self._send(
            "input.performActions",
            context=self._context,
            actions=[{"type": "key", "id": "keyboard", "actions": actions}],
        )

    def _send(self, method: str, **parameters: object) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(timeout=START_SECONDS))
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]


@pytest.fixture(scope="session")
def firefox(tmp_path_factory) -> Iterator[FirefoxPage]:
    """A tab of a Firefox; without one the tests are skipped, and fail where they must run."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        message = f"no Firefox on the path (looked for {', '.join(NAMES)})"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    profile = tmp_path_factory.mktemp("firefox")
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    with _started(executable, profile) as address, connect(f"{address}/session", max_size=None) as socket:
        yield FirefoxPage(socket)


@contextlib.contextmanager
def _started(executable: str, profile: Path) -> Iterator[str]:
    """A Firefox without a window, and the address of its web socket."""
    said = profile / "said.txt"
    command = [executable, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with said.open("w", encoding="utf-8") as output:
        environment = {**os.environ, "HOME": str(profile)}
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not (found := LISTENING.search(said.read_text(encoding="utf-8", errors="replace"))):
            assert process.poll() is None, said.read_text(encoding="utf-8", errors="replace")
            assert time.monotonic() < deadline, "Firefox did not say where it listens"
            time.sleep(0.1)
        yield found[1]
    finally:
        process.terminate()
        process.wait(timeout=30)
