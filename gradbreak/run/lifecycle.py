"""The stages of a run, from declarations to results."""

from __future__ import annotations

import contextlib
import datetime
import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version

from gradbreak import __version__, mutation
from gradbreak.analysis.analyse import analyse
from gradbreak.config import Config
from gradbreak.engine.source_files import read_sources
from gradbreak.errors import GradbreakError, RunNotProven, choose_among
from gradbreak.model import SCHEMA_VERSION, Example, Order, Results, Test, Timing, Tool
from gradbreak.mutation import MutantSet
from gradbreak.process.forked import ForkServer
from gradbreak.run.assemble import as_cells, as_engine, as_families, as_suites, as_tests
from gradbreak.run.baseline import SuiteBaseline, measuring, those_that_count
from gradbreak.run.breaks_first import EarlyFinding, Stopwatch, early_finding, judged_first, weight
from gradbreak.run.finished import keep_run
from gradbreak.run.first_differences import find_first_differences
from gradbreak.run.journal import Journal, open_journal
from gradbreak.run.lengths import lengths_of
from gradbreak.run.matrix_run import Answers, MatrixRun, SharedWorker, run_matrix
from gradbreak.run.messages import Task
from gradbreak.run.options import SOURCE, Options, Phase, Progress, choose_suites
from gradbreak.run.orders import baselines_of_all, joined, joined_answers, joined_plan
from gradbreak.run.plan import MOST_TRIES, Plan, make_plan, time_limits
from gradbreak.run.proofs import PROVING
from gradbreak.run.row_keys import RowKeys
from gradbreak.run.worker_client import WORKER
from gradbreak.trace.trace import trace_examples


def run(
    config: Config, progress: Progress, options: Options, breaks_judged: Callable[[EarlyFinding], None] | None = None
) -> Results:
    """Run every test of the suites on every mutant and break.

    Args:
        config: the project.
        progress: is told how far it is.
        options: what to run, and how.
        breaks_judged: is called once accumulation mutants and breaks are judged, where other mutants follow.

    Raises:
        GradbreakError: whatever the user can mend; see ``gradbreak.errors``.
    """
    with RunLifecycle.open(config, progress, options) as lifecycle:
        lifecycle.trace()
        chosen = choose_families(config, lifecycle.mutants, options.only)
        plan, found = lifecycle.run(chosen.edits_by_id, breaks_judged)
        source = " ".join([SOURCE, *(f"--only {family}" for family in options.only)])
        return lifecycle.results(source, plan, found, chosen if options.only else None)


def choose_families(config: Config, mutants: MutantSet, families: Sequence[str]) -> MutantSet:
    """The mutants of the families that a user asked for; all of them where none is given.

    Raises:
        GradbreakError: a family is not declared.
    """
    known = [family.id for family in config.families]
    for name in families:
        if name not in known:
            raise GradbreakError(f"there is no family {name!r}", choose_among(name, known))
    return mutants.of_families(families) if families else mutants


def available_cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class RunLifecycle:
    """The stages of one run, what each has produced so far, and how long each took."""

    def __init__(
        self,
        config: Config,
        progress: Progress,
        options: Options,
        journal: Journal,
        workers: Mapping[Order | None, SharedWorker],
        began: int,
    ) -> None:
        self.config = config
        self.began = began
        self.workers = workers
        self.progress = progress
        self.journal = journal
        self.jobs = options.jobs or available_cores()
        self.started = datetime.datetime.now(datetime.UTC).astimezone().isoformat(timespec="seconds")
        self.seconds: dict[str, float] = {}
        self.sites_only = options.sites_only
        suites = choose_suites(config, options.suites)
        self.asked = tuple(suite.name for suite in suites)
        with (
            self._phase(Phase.BASELINE, len(suites) * len(config.engine.measured_orders)),
            measuring(self.shared_worker.server, config, suites, self.jobs, progress.advance) as measured,
        ):
            self.mutants: MutantSet = mutation.make_mutants(config, sites_only=options.sites_only)
            counting = {order: those_that_count(baselines) for order, baselines in baselines_of_all(measured()).items()}
        measured_first = next(iter(counting.values()))[0]
        self.by_order = {order: counting[order][0] if order in counting else measured_first for order in workers}
        self.set_aside = next(iter(counting.values()))[1]
        self.examples: tuple[Example, ...] = ()

    @classmethod
    @contextlib.contextmanager
    def open(cls, config: Config, progress: Progress, options: Options) -> Iterator[RunLifecycle]:
        """Open a run: mutants are made, suites are measured, and the journal is locked until the run is over."""
        began = time.time_ns()
        paths = tuple(suite.path for suite in choose_suites(config, options.suites))
        with (
            open_journal(config.cache_root, fresh=options.fresh) as journal,
            contextlib.ExitStack() as held,
        ):
            orders, jobs = config.engine.orders, options.jobs or available_cores()
            # One server for each seed: what is left to chance needs processes that have nothing in common.
            servers = {
                seed: held.enter_context(ForkServer(config.root, WORKER, config.cache_root, seed))
                for seed in dict.fromkeys(order.seed if order else 0 for order in orders)
            }
            workers = {
                order: held.enter_context(
                    SharedWorker(
                        servers[order.seed if order else 0], Task(config=config, paths=paths, order=order, jobs=jobs)
                    )
                )
                for order in orders
            }
            yield cls(config, progress, options, journal, workers, began)

    @property
    def shared_worker(self) -> SharedWorker:
        """The worker of the first order."""
        return next(iter(self.workers.values()))

    @property
    def baselines(self) -> list[SuiteBaseline]:
        """The suites as they are under the first order."""
        return next(iter(self.by_order.values()))

    @contextlib.contextmanager
    def _phase(self, phase: Phase, total: int) -> Iterator[None]:
        self.progress.begin(phase, total)
        started = time.perf_counter()
        yield
        self.seconds[phase.value] = round(time.perf_counter() - started, 3)

    def trace(self) -> None:
        """Trace the examples that the results will show.

        Call this before the long matrix stage, because it fails early where engine.toml or examples.toml don't fit.

        Raises:
            ConfigError: an example does not fit.
            BadEngine: the engine's declaration does not.
        """
        with self._phase(Phase.TRACES, 1):
            self.examples = trace_examples(self.config, self.mutants)
            self.progress.advance()

    def run(
        self,
        ids: Mapping[str, object] | Sequence[str],
        breaks_judged: Callable[[EarlyFinding], None] | None = None,
    ) -> tuple[Plan, MatrixRun]:
        """Prove the run, and run the mutants and breaks of these ids under each order.

        Args:
            ids: of mutants and breaks.
            breaks_judged: see ``run``; where it is given, accumulation mutants and breaks come first.
        """
        ids = tuple(ids)
        repeated = judged_first(self.mutants)
        plans: dict[Order | None, Plan] = {}
        for order, baselines in self.by_order.items():
            keys = RowKeys(self.config, self.mutants.sources, baselines, order)
            own = ids if order in self.config.engine.measured_orders else [id_ for id_ in ids if id_ in repeated]
            plans[order] = make_plan(own, self.mutants, baselines, self.journal.rows, keys)
        plan = joined_plan(tuple(plans.values()))
        with self._phase(Phase.MATRIX, sum(len({row.mutant for row in each.rows}) for each in plans.values())):
            found = joined(self._run_orders(plans, plan, breaks_judged))
        sources = read_sources(self.config.root, self.config.engine.files)
        edited = ["the engine"] if sources != dict(self.mutants.sources) else []
        edited += [f"suite {name!r}" for name in keys.edited_suites()]
        if edited:
            # The keys name the text from before the edit, and the rows may have run on either text.
            self.journal.forget(row.key for row in plan.rows)
            raise RunNotProven(f"{edited[0]} was edited while the run was going on", "Run again")
        self.journal.compact(plan.keys)
        self.by_order = {
            order: [left for each in baselines if (left := each.without(found.set_aside)).counting]
            for order, baselines in self.by_order.items()
        }
        self.set_aside = (*self.set_aside, *found.set_aside)
        return plan, found

    def _is_settled(self, plan: Plan) -> bool:
        """Whether another run would run none of these rows again; see ``MOST_TRIES``."""
        rows = [self.journal.rows.get(key) for key in plan.keys]
        return all(row is not None and row.tries in (0, MOST_TRIES) for row in rows)

    def _run_orders(
        self,
        plans: Mapping[Order | None, Plan],
        plan: Plan,
        breaks_judged: Callable[[EarlyFinding], None] | None,
    ) -> dict[Order | None, MatrixRun]:
        """Run the rows of every order; those that are judged first come first under all of them.

        Args:
            plans: order → its rows.
            plan: the rows of all orders.
            breaks_judged: see ``run``.
        """
        first = judged_first(self.mutants) if breaks_judged else frozenset()
        stopwatch = Stopwatch()
        runs: dict[Order | None, MatrixRun] = {}

        def early(answers: Mapping[Order | None, Answers]) -> None:
            rest = [row for row in plan.rows if row.mutant not in first]
            if breaks_judged and rest:
                seconds = {test: s for baseline in self.baselines for test, s in baseline.seconds.items()}
                done = weight((row for row in plan.rows if row.mutant in first), seconds)
                done += len(plans) * len(PROVING) * sum(seconds.values())
                left = stopwatch.estimate(done, weight(rest, seconds))
                breaks_judged(early_finding(self.mutants, self.baselines, joined_answers(answers), rest, left))

        def run_under(
            order: Order | None, others: Sequence[Order | None], judged: Mapping[Order | None, Answers]
        ) -> None:
            def first_done(answers: Answers) -> None:
                so_far = {**judged, order: answers}
                if others:
                    run_under(others[0], others[1:], so_far)
                else:
                    early(so_far)

            runs[order] = run_matrix(
                self.workers[order],
                self.config,
                self.mutants,
                self.by_order[order],
                plans[order],
                self.journal,
                time_limits(self.by_order[order], self.config.limits),
                self.jobs,
                self.progress.advance,
                first,
                first_done,
                order,
            )

        orders = tuple(plans)
        for place, order in enumerate(orders):
            if order not in runs:
                run_under(order, orders[place + 1 :], {})
        return {order: runs[order] for order in orders}

    def tests(self, found: MatrixRun) -> tuple[Test, ...]:
        """The tests of all suites with what was measured of each."""
        known = (test for baseline in self.baselines for test in baseline.tests)
        return as_tests(self.baselines, found.intact, lengths_of(self.config.root, known))

    def results(self, source: str, plan: Plan, found: MatrixRun, chosen: MutantSet | None = None) -> Results:
        """Everything that was found out.

        Args:
            source: what was run.
            plan: which rows.
            found: what came of them.
            chosen: the mutants that were to be run, where not all were.
        """
        config, mutants = self.config, chosen or self.mutants
        tests = self.tests(found)
        run_families = {mutant.family for mutant in mutants.mutants}
        families = tuple(each for each in as_families(config) if chosen is None or each.id in run_families)
        suites = as_suites(config, self.baselines)
        cells = as_cells((mutant.id for mutant in mutants.mutants), tests, found.answers, found.intact)
        break_cells = as_cells((each.id for each in mutants.breaks), tests, found.answers, found.intact)
        with self._phase(Phase.FIRST_DIFFERENCES, 1):
            first_differences = find_first_differences(
                self.shared_worker.run,
                config.shape,
                mutants,
                self.baselines,
                tests,
                (*cells, *break_cells),
                time_limits(self.baselines, config.limits),
            )
            self.progress.advance()
        with self._phase(Phase.ANALYSIS, 1):
            analysis = analyse(
                families=families,
                mutants=mutants.mutants,
                breaks=mutants.breaks,
                suites=suites,
                tests=tests,
                cells=cells,
                break_cells=break_cells,
            )
            self.progress.advance()
        results = Results(
            schema_version=SCHEMA_VERSION,
            source=source,
            tool=Tool(
                gradbreak=__version__,
                mutmut=version("mutmut"),
                pytest=version("pytest"),
                coverage=version("coverage"),
                python=platform.python_version(),
            ),
            engine=as_engine(config, mutants.sources),
            families=families,
            mutants=mutants.mutants,
            breaks=mutants.breaks,
            suites=suites,
            tests=tests,
            cells=cells,
            break_cells=break_cells,
            summary=analysis.summary,
            redundancy=analysis.redundancy,
            subsumption=analysis.subsumption,
            examples=tuple(each for each in self.examples if each.break_id in mutants.edits_by_id),
            first_differences=first_differences,
            set_aside=self.set_aside,
            invalid=mutants.invalid,
            proofs=found.proofs,
            timing=Timing(
                started=self.started,
                seconds=self.seconds,
                tests={test: round(s, 4) for baseline in self.baselines for test, s in baseline.seconds.items()},
                rows_kept=plan.kept,
                rows_run=len(plan.rows),
                jobs=self.jobs,
            ),
        )
        if chosen is None and not self.sites_only and self._is_settled(plan):
            keep_run(config, self.baselines, results, self.asked, self.began)
        return results
