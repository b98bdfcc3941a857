"""One expression, swept by the engine as it is and by a changed one, beside what an independent method says.

In: an expression and the values of its variables. Out: a trace. It never judges a test.
"""
