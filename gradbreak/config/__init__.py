"""The declarations of a project: which engine, which suites, which families and breaks.

In: the TOML files of the configuration folder. Out: one frozen ``Config``, valid in itself and against the files that
it names. It must not import or run the engine or a test.
"""

from gradbreak.config.load import load_config
from gradbreak.config.types import (
    BreakRule,
    Config,
    EngineConfig,
    EquivalentEntry,
    ExampleConfig,
    FamilyConfig,
    FamilyRule,
    LessonConfig,
    LessonExpression,
    MutantLimits,
    MutationPlace,
    ProbeConfig,
    SelectedTests,
    SuiteConfig,
)

__all__ = [
    "BreakRule",
    "Config",
    "EngineConfig",
    "EquivalentEntry",
    "ExampleConfig",
    "FamilyConfig",
    "FamilyRule",
    "LessonConfig",
    "LessonExpression",
    "MutantLimits",
    "MutationPlace",
    "ProbeConfig",
    "SelectedTests",
    "SuiteConfig",
    "load_config",
]
