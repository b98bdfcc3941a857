"""Pages in a real Chromium that fail on any request or console error."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from gradbreak.model import Results
from gradbreak.report import write_page

expect.set_options(timeout=20_000)  # a busy machine is not a broken page

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def page_file(few_results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of fewer mutants than usual: axe takes half a minute on one of full size."""
    file = tmp_path_factory.mktemp("report") / "index.html"
    write_page(few_results, file)
    return file


@pytest.fixture(scope="session")
def full_page_file(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "full.html"
    file.write_text(html, encoding="utf-8")
    return file


@pytest.fixture
def open_page(browser: Browser, page_file: Path) -> Iterator[Open]:
    """Opens the report from disk: ``open_page(width=…, scheme=…, fragment=…, script=…, file=…)``."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []
    opened = {page_file.as_uri()}

    def request(sent: Request) -> None:
        if sent.url.partition("#")[0] not in opened and not sent.url.startswith("data:"):
            troubles.append(f"request: {sent.url}")

    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            troubles.append(f"console {message.type}: {message.text}")

    def open_(
        width: int = 1400,
        height: int = 1000,
        scheme: str = "light",
        fragment: str = "",
        script: bool = True,
        file: Path | None = None,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        uri = (file or page_file).as_uri()
        opened.add(uri)
        page = context.new_page()
        page.on("request", request)
        page.on("console", console)
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.goto(uri + fragment)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert troubles == []
