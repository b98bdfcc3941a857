"""How quickly the playground answers in a Chromium, and what memory it takes: ``python -m benchmarks.playground``.

Processor seconds stand beside wall seconds: on a busy machine these alone say what the page needs.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import statistics
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from rich.console import Console

from benchmarks.memory import proportional
from gradbreak.config import load_config
from gradbreak.mutation import make_mutants
from gradbreak.playground.runtime import NpmPackages
from gradbreak.playground.site import write_site

RUNS = 200
"""How often one page runs tests before its memory is looked at for the last time."""

ROUNDS = 5

TESTS = 20

BROKEN = ".level:is([data-level=canonical], [data-level=ops], [data-level=sites]) .engine"
"""The canonical break, every operation's, and every site's."""

OPERATIONS = ("a + b", "a - b", "a * b", "a / b", "a ** 2", "-a", "a.exp()", "a.log()", "a.tanh()", "a.relu()")


def suite_text(count: int, comment: str) -> str:
    """A file of tests, each of which uses a variable twice; ``comment`` makes one text differ from another."""
    lines = [f"import pytest\nfrom minigrad import Value  # {comment}\n"]
    for number in range(count):
        expression = OPERATIONS[number % len(OPERATIONS)]
        lines.append(
            f"\n\ndef test_{number}():\n    a, b = Value({number + 1}.0), Value(3.0)\n    out = ({expression}) * a\n"
            f"    out.backward()\n    assert a.grad == pytest.approx(a.grad)\n    assert b.grad is not None\n"
        )
    return "".join(lines)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


class Renderer:
    """The process that draws the page and runs its Python.

    Args:
        session: to the browser.
    """

    def __init__(self, session: CDPSession) -> None:
        self._session = session

    def _processes(self) -> list[tuple[int, float]]:
        found = self._session.send("SystemInfo.getProcessInfo")["processInfo"]
        return [(each["id"], each["cpuTime"]) for each in found if each["type"] == "renderer"]

    @property
    def cpu_seconds(self) -> float:
        """Processor time until now, of all renderers that live."""
        return sum(seconds for _, seconds in self._processes())

    @property
    def memory(self) -> float:
        """The proportional set size now of the largest renderer, in MiB; the others are spare ones, without a page."""
        return max(proportional(pid) for pid, _ in self._processes()) / 1024


def wait_for(page: Page, expression: str) -> None:
    """Wait for a JavaScript expression to hold; Playwright's own waiting needs eval, which the page forbids."""
    while not page.evaluate(expression):
        time.sleep(0.01)


def open_page(browser: Browser, address: str, renderer: Renderer) -> tuple[Page, float, float]:
    """A page that is ready to run, its cache being warm, and the seconds and processor seconds until then."""
    context = browser.new_context()
    for is_warm in (False, True):
        page = context.new_page()
        began, cpu = time.monotonic(), renderer.cpu_seconds
        page.goto(address, wait_until="commit")
        wait_for(page, "document.documentElement.dataset.python === 'ready'")
        took, used = time.monotonic() - began, renderer.cpu_seconds - cpu
        wait_for(page, "document.documentElement.dataset.state === 'done'")
        if is_warm:
            return page, took, used
        page.close()
    raise AssertionError("the second page is returned")


def write(page: Page, text: str) -> None:
    """Put a text into the editor, as by one key."""
    page.click("#editor .cm-content")
    page.keyboard.press("Control+a")
    page.evaluate("document.documentElement.dataset.state = 'none'")
    page.keyboard.insert_text(text)


def main() -> None:
    """Measure, and print each figure with what is asked of it."""
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        folder = Path(work)
        config = load_config(Path.cwd())
        write_site(config, make_mutants(config), NpmPackages(Path(".venv/browser/node_modules")), folder)
        sent = sum(len(zlib.compress(path.read_bytes(), 6)) for path in folder.rglob("*") if path.is_file())
        console.print(f"sent when compressed, in both languages: {sent / 1e6:.1f} MB (at most 9)")
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        renderer = Renderer(chromium.new_browser_cdp_session())
        with served(folder) as address:
            page, ready, cpu = open_page(chromium, address, renderer)
            console.print(f"ready to run with a warm cache: {ready:.1f} s (at most 6), {cpu:.1f} s of processor time")
            walls, cpus = [], []
            for number in range(ROUNDS):
                write(page, suite_text(TESTS, f"round {number}"))
                began, cpu = time.monotonic(), renderer.cpu_seconds
                wait_for(page, "document.documentElement.dataset.state === 'running'")
                wait_for(page, f"!document.querySelector('{BROKEN}.old')")
                walls.append(time.monotonic() - began)
                cpus.append(renderer.cpu_seconds - cpu)
                wait_for(page, "document.documentElement.dataset.state === 'done'")
            count = page.locator(BROKEN).count()
            console.print(
                f"{count} broken engines, {TESTS} tests: {statistics.median(walls):.2f} s after the last key "
                f"(at most 1), {statistics.median(cpus):.2f} s of processor time"
            )
            first = renderer.memory
            for number in range(RUNS):
                write(page, suite_text(3, f"run {number}"))
                wait_for(page, "document.documentElement.dataset.state === 'done'")
            console.print(
                f"memory: {first:.0f} MiB at first, {renderer.memory:.0f} MiB after {RUNS} runs (at most 400 MB)"
            )


if __name__ == "__main__":
    main()
