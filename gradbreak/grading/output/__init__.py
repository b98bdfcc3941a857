"""Handing a grade over: what its author may see of it, in the format of each system that takes it."""
