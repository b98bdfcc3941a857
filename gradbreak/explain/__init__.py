"""Explains one mutant: how far each test gets on it, what one test writes, and a test that would kill it.

In comes the name of a mutant or break; out comes an ``Explanation``, measured now. The engine and the tests run in
child processes, and so do the programs that are tried as killing tests. Nothing is written to the project, and no
test is shown that was not run on both engines.
"""
