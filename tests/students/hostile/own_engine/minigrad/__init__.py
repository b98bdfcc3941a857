"""A copy in the place of the engine."""
