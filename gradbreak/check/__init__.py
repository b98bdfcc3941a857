"""Whether an engine is right, and if not, which fault it behaves like.

In: an inspected engine. Out: wrong expressions with their right numbers, the fault that explains them, and a suite
that would have found it. It must not run a test or name a line that it has not tried, and imports the standard library
alone.
"""
