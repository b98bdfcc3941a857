"""What runs in the browser's Python: one process, no forks, no signals.

In: the text of somebody's tests. Out: messages, as JSON. It collects, runs, records and compares with the modules that
a run uses. It must leave no mutant in the engine, and say so where a test has left something behind.
"""
