"""The page: one finished run as a single HTML file that opens from disk and asks the network for nothing."""

from gradbreak.report.page import render_page, write_page, write_pages

__all__ = ["render_page", "write_page", "write_pages"]
