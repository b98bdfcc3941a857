"""The site, built once and served from this machine, and pages of it that ask for nothing else."""

from __future__ import annotations

import functools
import http.server
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from gradbreak.errors import NoRuntime
from gradbreak.playground.runtime import NpmPackages, default_folder, find_packages
from gradbreak.playground.site import write_site
from tests.gradbreak.chromium import wait_until
from tests.gradbreak.documents import ROOT

LONG = 180.0
"""Seconds. Python starts within six on a machine that does nothing else; this is for one that does."""

MADE = ROOT / ".venv/browser"
"""Where `make .venv/browser` puts the npm packages."""

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def npm_packages() -> NpmPackages:
    """Python for the browser; without it the tests are skipped, and fail where they must run."""
    try:
        return find_packages(MADE if MADE.is_dir() else default_folder())
    except NoRuntime as error:
        if os.environ.get("CI"):
            pytest.fail(f"{error}, or run `make .venv/browser`")
        pytest.skip(f"{error}, or run `make .venv/browser`")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """The types of scripts and of WebAssembly, which a machine's own list may lack."""
        kinds = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm"}
        return kinds.get(Path(path).suffix) or super().guess_type(path)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site(config, mutants, npm_packages, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("playground")
    write_site(config, mutants, npm_packages, folder)
    return folder


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Opens a page of the site; it fails on any request to elsewhere."""
    contexts: list[BrowserContext] = []
    elsewhere: list[str] = []

    def request(sent: Request) -> None:
        if not sent.url.startswith((address, "data:", "blob:")):
            elsewhere.append(sent.url)

    def open_(
        path: str = "", *, context: BrowserContext | None = None, width: int = 1400, scheme: str = "light"
    ) -> Page:
        if context is None:
            context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)
            contexts.append(context)
            context.on("request", request)
        page = context.new_page()
        page.goto(address + path)
        wait_until(page, "document.documentElement.dataset.state === 'done'", LONG)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert elsewhere == []


def write(page: Page, text: str, state: str = "done") -> None:
    """Put a text into the editor, and wait for what comes of it."""
    page.evaluate("document.documentElement.dataset.state = 'none'")
    page.click("#editor .cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    wait_until(page, f"document.documentElement.dataset.state === {state!r}", LONG)


DROP = """([selector, files]) => {
  const dataTransfer = new DataTransfer();
  for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
  const settings = { dataTransfer, bubbles: true, cancelable: true, composed: true };
  const target = document.querySelector(selector);
  for (const kind of ["dragover", "drop"]) target.dispatchEvent(new DragEvent(kind, settings));
}"""


def drop(page: Page, selector: str, files: Mapping[str, str], state: str = "done") -> None:
    """Drop files on a part of the page, and wait for what comes of them.

    Args:
        page: the page.
        selector: of the part.
        files: the name of each → its text.
        state: what the page is in then; empty where nothing is to run.
    """
    page.evaluate("document.documentElement.dataset.state = 'none'")
    page.evaluate(DROP, [selector, list(files.items())])
    if state:
        wait_until(page, f"document.documentElement.dataset.state === {state!r}", LONG)


def caught(page: Page) -> list[int]:
    """How many broken engines of each level the page says are caught."""
    texts = page.locator(".level h3 .count").all_inner_texts()
    return [int(text.split()[0]) for text in texts if text]
