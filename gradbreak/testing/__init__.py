"""One collected test, run through pytest and read off.

In: a test that pytest has collected. Out: its outcome, and what its failure said. It never supervises: limits, clocks
and processes are whoever calls it.
"""
