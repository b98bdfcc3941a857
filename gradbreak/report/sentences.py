"""The sentences that depend on what a run found: which of the catalogue's they are, and with which numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from gradbreak.analysis.cell_states import DETECTED_STATES, State
from gradbreak.analysis.findings import Findings, Shape, SuiteFinding
from gradbreak.model import Results
from gradbreak.report.cell_table import CellTable
from gradbreak.report.heat_view import Heat
from gradbreak.texts.page import PageTexts
from gradbreak.web.figure import Figure
from gradbreak.web.wording import defined, percent, plain, rich

WORDS = ("mutant", "killed", "site", "sweep")
"""Those that the page defines."""

RESPECTABLE = 0.5
"""From which share of all mutants on a total looks as if the suite were sound."""


class Sentences:
    """A run in words.

    Args:
        texts: the page's language.
        results: the run.
        finding: what it found.
    """

    def __init__(self, texts: PageTexts, results: Results, finding: Findings) -> None:
        self._texts = texts
        self._results = results
        self._finding = finding
        family = finding.family
        self.break_symbol = (family.symbol or family.title) if family else ""
        halves = [half.strip() for half in family.symbol.split("→")] if family else []
        self.intact_symbol, self.broken_symbol = halves if len(halves) == 2 else ("", "")

    # -- the finding ---------------------------------------------------------------------------

    @property
    def primer(self) -> Markup:
        """What a mutant is and what killing one means, with the definitions of four words."""
        texts = self._texts
        return rich(
            texts.primer,
            **{name: defined(name, getattr(texts, f"word_{name}"), getattr(texts, f"define_{name}")) for name in WORDS},
        )

    @property
    def headline(self) -> Markup:
        """The finding with this run's numbers."""
        sentence, values = self._headline()
        return rich(sentence, **values)

    @property
    def title(self) -> str:
        """The finding for the window's title: who it is about is said there, too."""
        sentence, values = self._headline()
        finding = plain(sentence, **values)
        blind = self._finding.blind
        file = next(iter(self._results.engine.files), "")
        if blind is None or self._finding.shape not in (Shape.BLIND, Shape.BLIND_UNCOVERED):
            return plain(self._texts.title_plain, finding=finding, file=file)
        return plain(self._texts.title, finding=finding, suite=blind.suite, file=file)

    def _headline(self) -> tuple[str, dict[str, object]]:
        found, texts = self._finding, self._texts
        values: dict[str, object] = {"total": found.total, "change": self.break_symbol}
        if found.shape == Shape.NO_BREAK or found.blind is None:
            return texts.finding_no_break, {"killed": found.all_killed, "total": found.all_total}
        if found.shape == Shape.ALL_KILLED:
            return (texts.finding_all if len(found.ranks) > 1 else texts.finding_all_one), values
        values["killed"] = found.blind.killed
        if found.shape == Shape.BLIND_UNCOVERED:
            return texts.finding_uncovered, values
        values["coverage"] = percent(found.blind.lines, texts.decimal, texts.percent_sign)
        return texts.finding_blind, values

    @property
    def lede(self) -> Markup:
        """What the finding means, in at most four sentences."""
        found, texts = self._finding, self._texts
        if found.family is None or found.shape == Shape.NO_BREAK:
            return rich(texts.lede_no_break)
        parts = []
        if found.blind is not None and found.shape in (Shape.BLIND, Shape.BLIND_UNCOVERED):
            parts.append(rich(texts.lede_who, suite=found.blind.suite))
            parts.append(self._others(found.blind))
        parts.append(rich("{meaning}", meaning=found.family.meaning))
        if found.shape != Shape.ALL_KILLED:
            parts.append(self._who_kills())
        return Markup(" ").join(part for part in parts if part)

    @property
    def break_sentence(self) -> Markup | None:
        """Which suites notice the canonical break; None where there is none."""
        found, texts = self._finding, self._texts
        if found.noticed_by is None:
            return None
        sentence = texts.break_noticed if found.noticed_by else texts.break_unnoticed
        return rich(sentence, total=found.total, suites=self._listed(found.noticed_by))

    @property
    def kill_counts(self) -> Markup | None:
        """What the tests that kill mutants of the break have in common; None where nothing was counted."""
        counted, texts = self._finding.kills, self._texts
        if counted is None:
            return None
        return rich(
            texts.kill_counts_all if counted.landing == counted.kills else texts.kill_counts_some,
            change=self.break_symbol,
            kills=counted.kills,
            landing=counted.landing,
            within=counted.within,
            over=counted.over,
        )

    def _others(self, suite: SuiteFinding) -> Markup:
        found, texts = self._finding, self._texts
        if not found.other_total:
            return Markup("")
        total, whole = suite.killed + suite.other_killed, found.total + found.other_total
        sentence = texts.lede_respectable if total >= RESPECTABLE * whole else texts.lede_others
        return rich(sentence, killed=suite.other_killed, total=found.other_total, sum=total, sum_total=whole)

    def _who_kills(self) -> Markup:
        found, texts = self._finding, self._texts
        if found.complete:
            sentence = texts.lede_complete_one if len(found.complete) == 1 else texts.lede_complete_many
            names = found.complete
        elif len(found.ranks) > 1 and len(found.best) < len(found.ranks):
            sentence = texts.lede_nobody_one if len(found.best) == 1 else texts.lede_nobody_many
            names = found.best
        else:
            return Markup("")
        most = max(rank.killed for rank in found.ranks)
        return rich(sentence, suite=names[0], suites=self._listed(names), total=found.total, most=most)

    # -- the graphs ----------------------------------------------------------------------------

    def note(self, drawn: Sequence[Figure]) -> Markup | None:
        """Where in a drawn diamond a single mutant would show, and that it would show nowhere else."""
        figure = next((figure for figure in drawn if figure.differs and figure.reading.landing), None)
        if figure is None:
            return None
        landing = figure.reading.landing
        sites = self._listed(dict.fromkeys(write.site for write in landing), "code")
        return rich(self._texts.note, writes=figure.reading.writes, count=len(landing), sites=sites)

    # -- the heat map --------------------------------------------------------------------------

    @property
    def heat_intro(self) -> Markup:
        """What the picture shows."""
        intro = rich(self._texts.heat_intro)
        if self._finding.family is None:
            return intro
        return intro + " " + rich(self._texts.heat_break, family=self._finding.family.title)

    def heat_label(self, heat: Heat) -> str:
        """The picture for those who cannot see it."""
        texts = self._texts
        counts = ", ".join(
            plain(texts.heat_count, count=heat.counts[state], state=getattr(texts, f"state_{state}"))
            for state in State
            if heat.counts.get(state)
        )
        mutants, tests = len(self._results.mutants), len(self._results.tests)
        return plain(texts.heat_label, mutants=mutants, tests=tests, counts=counts)

    # -- the rest ------------------------------------------------------------------------------

    def disproved(self, verdicts: CellTable) -> dict[str, Markup]:
        """Mutants judged equivalent that some suite kills all the same, with the sentence that says so."""
        found = {}
        for mutant in self._results.mutants:
            suites = [suite for suite in verdicts.tests if verdicts.of_suite(mutant.id, suite) in DETECTED_STATES]
            if mutant.equivalent and suites:
                found[mutant.id] = rich(self._texts.equivalent_killed, suites=self._listed(suites))
        return found

    @property
    def timing(self) -> Markup:
        """When the run was, how long each phase took, and what it could reuse."""
        timing = self._results.timing
        phases = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in timing.seconds.items())
        return rich(
            self._texts.took,
            started=timing.started,
            phases=phases,
            jobs=timing.jobs,
            run=timing.rows_run,
            kept=timing.rows_kept,
        )

    def _listed(self, names: Iterable[str], tag: str = "b") -> Markup:
        """``a``, ``a and b``, ``a, b and c``, each marked."""
        marked = [Markup(f"<{tag}>{{}}</{tag}>").format(name) for name in names]
        if len(marked) < 2:
            return Markup("").join(marked)
        return Markup(", ").join(marked[:-1]) + f" {self._texts.conjunction} " + marked[-1]
