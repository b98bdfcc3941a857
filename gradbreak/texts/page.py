"""What the report says.

In a sentence, ``**x**`` is strong, ``__x__`` is the finding itself, ```x``` is code and ``{x}`` is filled in; see
``gradbreak.web.wording``. Fields that begin with ``js_`` are also handed to the page's script. A number that
decides between singular and plural has two fields, ``…_one`` and ``…_many``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import ClassVar

from msgspec import structs

from gradbreak.texts.catalogue import Catalogue

_OF_A_STATE = re.compile(r"(state|short|verdict)_\w$")


class PageTexts(Catalogue, frozen=True):
    """The report's sentences in one language."""

    FILE: ClassVar[str] = "page.toml"

    decimal: str
    percent_sign: str  # with the space before it, where the language has one
    conjunction: str

    # the top
    skip: str
    report: str
    size: str
    sections: str
    other_language: str
    theme_label: str
    help_button: str
    nav_matrix: str
    nav_heat: str
    nav_tests: str
    nav_source: str
    nav_run: str
    nav_try: str

    # what a stranger has to know; {mutant} and so on are words with a definition
    primer: str
    word_mutant: str
    word_killed: str
    word_site: str
    word_sweep: str
    define_mutant: str
    define_killed: str
    define_site: str
    define_sweep: str

    # the finding
    title: str
    title_plain: str
    finding_blind: str
    finding_uncovered: str
    finding_all: str
    finding_all_one: str
    finding_no_break: str
    lede_who: str
    lede_others: str
    lede_respectable: str
    lede_complete_one: str
    lede_complete_many: str
    lede_nobody_one: str
    lede_nobody_many: str
    break_noticed: str
    break_unnoticed: str
    kill_counts_all: str
    kill_counts_some: str
    lede_no_break: str
    unordered: str
    lottery: str
    lottery_repeated: str
    lottery_why: str
    lottery_fix: str
    lottery_line: str
    rank_by_order: str
    rank_caption: str
    rank_suite: str
    rank_lines: str
    rank_branches: str
    rank_killed: str
    rank_of: str

    # the graphs
    graphs: str
    uses_once: str
    uses_twice: str
    uses_many: str
    graph_label: str
    graph_receives: str
    graph_then: str
    contribution_lost: str
    write_caption: str
    write_intact: str
    write_broken: str
    change_replaced: str
    change_nothing: str
    change_same: str
    change_different: str
    note: str
    stepper: str
    stepper_hint: str
    step_back: str
    step_on: str
    step_scrub: str

    # the page of a trace
    trace_title: str
    trace_page: str
    trace_given: str
    trace_key: str
    trace_figure: str
    trace_writes: str
    trace_broken: str
    trace_stopped: str
    trace_site: str
    trace_gradient_of: str
    trace_difference: str
    trace_closure: str
    trace_gradients: str
    trace_input: str
    trace_dual: str

    # the matrix
    matrix: str
    matrix_intro: str
    matrix_no_js: str
    legend: str
    mutant: str
    lines_of: str
    breaks: str
    equivalent_count: str
    tally: str
    keys_move: str
    keys_survivors: str
    keys_open: str
    keys_more: str
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
    state_equivalent: str
    equivalents: str
    equivalents_intro: str
    equivalent_killed: str

    # the details of a cell
    detail: str
    close: str
    in_suite: str
    suites_of_mutant: str
    ladder: str
    reached: str
    changed: str
    noticed: str
    first_failure: str
    write_kept: str
    write_changed: str
    remedy: str
    copy: str
    killed_by: str
    explain: str
    equivalent_because: str
    previous: str
    next: str

    # every test
    heat: str
    heat_intro: str
    heat_break: str
    heat_label: str
    heat_count: str
    heat_hint: str
    heat_filter: str
    heat_suite: str
    heat_every: str
    heat_mutants: str
    heat_tests: str

    # tests and mutants that matter
    tests: str
    tests_intro: str
    tests_terms: str
    tests_smallest: str
    tests_smallest_unproven: str
    tests_alone: str
    tests_idle: str
    mutants_killed: str
    mutants_killed_equivalent: str
    mutants_distinct: str
    mutants_minimal: str
    tests_summary: str
    test: str
    test_killed: str
    test_break: str
    test_terms: str
    test_alone: str
    test_needed: str
    test_skipped: str
    mutants_invalid: str
    tests_skipped: str
    tests_set_aside: str
    tests_set_aside_title: str
    tests_set_aside_intro: str
    set_aside_why: str
    set_aside_reason: str
    yes: str

    # the source
    source: str
    source_intro: str
    source_break: str
    source_file: str

    # the run
    run: str
    proofs: str
    made_with: str
    rows_from: str
    took: str

    # help
    help: str
    key_arrows: str
    key_survivors: str
    key_enter: str
    key_escape: str
    key_help: str
    keys_switch: str

    # what the script says
    js_theme_auto: str
    js_theme_light: str
    js_theme_dark: str
    js_expand: str
    js_collapse: str
    js_cell: str
    js_heat_reading: str
    js_heat_nothing: str
    js_of_tests: str
    js_write_replaced: str
    js_write_differs: str
    js_write_same: str
    js_all_tests: str
    js_mark: str
    js_mark_same: str
    js_short_k: str
    js_short_e: str
    js_short_t: str
    js_short_d: str
    js_short_o: str
    js_short_p: str
    js_short_s: str
    js_short_z: str
    js_short_n: str
    js_short_x: str
    js_verdict_k: str
    js_verdict_e: str
    js_verdict_t: str
    js_verdict_d: str
    js_verdict_o: str
    js_verdict_p: str
    js_verdict_s: str
    js_verdict_z: str
    js_verdict_n: str
    js_verdict_x: str
    js_step: str
    js_step_differs: str
    js_step_none: str
    js_step_start: str
    js_play: str
    js_pause: str
    js_more: str
    js_copied: str
    js_nobody: str
    js_empty: str
    js_no_survivor: str
    js_unknown: str

    def for_script(self, states: Collection[str]) -> dict[str, str]:
        """The sentences that the page's script needs, without their prefix; states' names included.

        Args:
            states: the letters of the states that occur; what is said of others is left out.
        """
        return {
            name.removeprefix("js_"): text
            for name, text in structs.asdict(self).items()
            if name.startswith(("js_", "state_")) and (not _OF_A_STATE.search(name) or name[-1] in states)
        }
