"""The compiled part of Hypothesis, in plain Python: how floats are counted and stepped through.

In the site it lies within Hypothesis, as ``hypothesis._native``; the version is that of the Hypothesis that is packed.
"""
