"""Running one collected test: here for a matrix run, and as a copy inside the sandbox for a grade.

In: a pytest session with collected items. Out: the outcome of one item, and whatever the caller's function keeps of
its failure. It must import nothing but the standard library, pytest and, once a test uses it, Hypothesis; it must not
limit, time or fork a process, because that is the caller's part.
"""
