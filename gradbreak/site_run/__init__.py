"""A run of the accumulation mutants and breaks alone, for tests that somebody has just run.

In: what was selected and which modules it imported. Out: which sites are caught, why the others survive, and the next
test to write. It runs in a process of its own, so that pytest and a notebook's kernel stay as they are.
"""
