"""A project, configured or not: its engine, its suites and what is mutated.

In: the paths that a user names, or a configuration folder. Out: a complete configuration, and what was inferred of it.
Nothing here runs a test or makes a mutant, and nothing is written beside the engine.
"""
