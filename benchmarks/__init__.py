"""How fast and how large a run is, beside mutmut on the same suites; ``make bench``."""
