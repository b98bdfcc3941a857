"""The declarations of a project: which engine, which suites, which families and breaks."""

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
    "SuiteConfig",
    "load_config",
]
