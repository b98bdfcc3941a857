"""A run: every test of the suites on every mutant.

In: the declarations of a project. Out: results, after the run has proven that it tests the mutated file. It must not
take exit codes for verdicts, and it must not write to the project outside its cache.
"""
