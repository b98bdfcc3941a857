"""Grading on a Dask cluster: submissions go out as bytes, and grades come back as bytes.

In come an address and a checked grader; out goes a grader that a batch uses like any other. The journal stays with the
client: a worker keeps nothing, so that none that is lost takes a grade along. Dask is imported only here, and only once
an address is given.
"""
