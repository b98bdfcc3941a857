"""What the playground says: its page, its script, and the Python behind it."""

from __future__ import annotations

from typing import ClassVar

from gradbreak.texts.catalogue import Catalogue, Section


class PlaygroundPageTexts(Section, frozen=True):
    """What stands on the page before anything has run."""

    title: str
    intro: str
    other_language: str
    theme_label: str
    skip: str
    needs_script: str
    from_disk: str
    incomplete: str
    sections: str
    nav_lesson: str
    nav_engine: str
    nav_about: str

    # the editor
    your_tests: str
    your_tests_label: str
    keys: str
    share: str
    open: str
    restart: str
    printed: str
    results: str
    found_tests: str

    # the row
    row: str
    level_canonical: str
    level_ops: str
    level_sites: str
    level_order_proof: str
    level_family: str
    family_intro: str
    run_families: str
    legend: str
    detail: str
    detail_empty: str

    # hints
    hints: str

    # an engine of one's own
    engine: str
    engine_intro: str
    engine_label: str
    engine_use: str
    engine_back: str
    engine_view: str

    # the lesson
    lesson: str
    lesson_intro: str
    why: str
    write_as_test: str
    your_answer: str

    # the foot
    about: str
    about_text: str
    limits: str


class PlaygroundScriptTexts(Section, frozen=True):
    """What the page's script says. `{x}` is filled in there."""

    theme_auto: str
    theme_light: str
    theme_dark: str
    play: str
    pause: str
    step: str
    step_start: str
    step_none: str
    step_differs: str

    loading: str
    loading_pytest: str
    ready: str
    typing: str
    running: str
    done: str
    shared: str
    too_long_to_share: str
    restored: str
    endless: str
    endless_broken: str
    endless_import: str
    crashed: str
    took_down: str
    memory: str
    unclean: str
    no_worker: str
    cannot_load: str
    file_too_large: str
    file_of_no_kind: str
    looking: str
    reached_level: str
    level_count: str
    passed: str
    failed: str
    skipped: str
    set_aside: str
    hint_more: str
    hint_none: str
    use_hint: str
    check: str
    right: str
    wrong: str


class PlaygroundPythonTexts(Section, frozen=True):
    """What the Python behind the page says. `{x}` is filled in there."""

    no_tests: str
    unusable: str
    none_passes: str
    misses_one: str
    misses_many: str
    catches: str
    catches_all: str

    state_k: str
    state_e: str
    state_t: str
    state_d: str
    state_o: str
    state_p: str
    state_s: str
    state_z: str
    state_n: str
    state_x: str

    passes_once: str
    changes_engine: str
    depends_on: str
    not_in_time: str
    takes_down: str
    what_is_here: str
    left_behind: str
    replaced: str

    # files that somebody gives
    tests_taken: str
    only_one_file: str
    notebook_engine: str
    notebook_skipped: str
    file_unreadable: str
    file_without_tests: str
    engine_ready: str
    one_order: str
    no_engine: str
    operand_order: str

    # the details of a broken engine
    change: str
    graph: str
    yours: str
    too_large: str
    not_recorded: str
    write_replaced: str
    write_differs: str
    write_same: str
    intact: str
    broken: str
    equivalent: str


class PlaygroundTexts(Catalogue, frozen=True):
    """Every sentence of the playground in one language."""

    FILE: ClassVar[str] = "playground.toml"

    page: PlaygroundPageTexts
    script: PlaygroundScriptTexts
    python: PlaygroundPythonTexts
