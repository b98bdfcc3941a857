"""Results with the verdicts of ``mutmut run``."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from gradbreak.config import Config
from gradbreak.model import Proof, Results
from gradbreak.run.journal import CellAnswer
from gradbreak.run.lifecycle import RunLifecycle
from gradbreak.run.mutmut_rows import Answers, read_mutmut_rows
from gradbreak.run.options import Options, Progress
from gradbreak.testing.outcome import Outcome


def run_from_mutmut(config: Config, progress: Progress, options: Options) -> Results:
    """Take the verdicts on all mutants from ``mutmut run``, and the rest from a run of our own.

    Our own run adds the breaks, which mutmut doesn't make, and why a mutant survived. How far the two runs agree is
    recorded as a proof.

    Raises:
        GradbreakError: whatever the user can mend; see ``gradbreak.errors``.
    """
    with RunLifecycle.open(config, progress, options) as lifecycle:
        recorded = read_mutmut_rows(config, lifecycle.mutants, lifecycle.baselines)
        lifecycle.trace()
        plan, own = lifecycle.run(lifecycle.mutants.edits_by_id)
        merged = {**own.answers, **{id_: _merged(row, own.answers.get(id_, {})) for id_, row in recorded.items()}}
        agreement = Proof(
            name="gradbreak's own verdicts agree with those of mutmut run", detail=_agreement(recorded, own.answers)
        )
        return lifecycle.results("mutmut run", plan, replace(own, answers=merged, proofs=(*own.proofs, agreement)))


def _merged(recorded: Mapping[str, CellAnswer], own: Mapping[str, CellAnswer]) -> dict[str, CellAnswer]:
    """Mutmut's verdicts, with the digest of our recording where the test passed in both runs."""
    return {
        test: replace(answer, digest=own[test].digest) if test in own and answer.outcome == Outcome.PASSED else answer
        for test, answer in recorded.items()
    }


def _agreement(recorded: Answers, own: Answers) -> str:
    pairs = [
        (answer.outcome, own[id_][test].outcome)
        for id_, row in recorded.items()
        for test, answer in row.items()
        if test in own.get(id_, {})
    ]
    return f"{sum(left == right for left, right in pairs)} of {len(pairs)} tests on mutants"
