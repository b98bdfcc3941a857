"""What ``pytest --gradbreak`` does: it is imported only where that option is given.

In: a pytest session. Out: a section of its summary and, where one is asked for, its exit code. The mutants run in
another process, so that nothing here changes the session's tests.
"""
