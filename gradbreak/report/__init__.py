"""Pages about one finished run, and about one trace.

In come results or a trace; out comes a single HTML file for each language that opens from disk and works offline. It
never runs a test, and it never counts anew what ``analysis`` has counted.
"""

from gradbreak.report.page import render_page, write_page, write_pages

__all__ = ["render_page", "write_page", "write_pages"]
