"""Makes what grading needs of an engine about which nobody has declared anything: controls, and two suites.

A project's inferred configuration comes in; ``Material`` goes out: correct engines that differ from the engine in what
no test may depend on, a suite that must get full marks, and one that must miss the break. It runs the engine itself, in
processes of its own, and must never run a student's code.
"""

from gradbreak.grading.making.material import Material, made_material, needed_packages

__all__ = ["Material", "made_material", "needed_packages"]
