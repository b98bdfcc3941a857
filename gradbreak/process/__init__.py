"""Child processes, the pipes to them, their limits, and the files that several processes share.

In: a function to call, or the name of a module to run, in another process. Out: what that process said over a pipe that
this side owns, or how it ended. Nothing here may know what the work is about: no module imports the engine, the tests
or the results.
"""
