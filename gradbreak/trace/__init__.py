"""One expression's backward sweep on the engine as it is and on a changed one, beside an independent method.

In come an expression, the values of its variables and the name of a change; out come both sweeps, write by write, and
what became of each term. It never runs a test and never gives a verdict on one.
"""
