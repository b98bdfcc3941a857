from .core import *  # noqa: F403  # as learners re-export an engine
