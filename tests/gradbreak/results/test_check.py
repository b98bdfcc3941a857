import msgspec
import pytest

from gradbreak.analysis import MatrixError
from gradbreak.model import FirstDifference, Reason, Redundancy, Status, Subsumption, UniqueKills, VerifiedTest
from gradbreak.results import ConsistencyError, check_results


def changed(results, **fields):
    """The same run with parts that were not made to fit each other."""
    return msgspec.structs.replace(results, **fields)


def test_a_run_that_fits_together_passes(build):
    check_results(build.results())


@pytest.mark.parametrize("matrix", ["cells", "break_cells"])
def test_a_second_cell_for_the_same_mutant_and_test_is_found(build, matrix):
    results = build.results()
    cells = getattr(results, matrix)
    with pytest.raises(MatrixError, match="two cells for"):
        check_results(changed(results, **{matrix: (*cells, cells[0])}))


@pytest.mark.parametrize("matrix", ["cells", "break_cells"])
@pytest.mark.parametrize("fields", [{"status": Status.NOT_REACHED}, {"reason": Reason.UNREACHED}])
def test_a_cell_of_a_test_that_does_not_reach_its_mutant_is_found(build, matrix, fields):
    results = build.results()
    first, *others = getattr(results, matrix)
    with pytest.raises(ConsistencyError, match="which it does not reach"):
        check_results(changed(results, **{matrix: (changed(first, **fields), *others)}))


def test_a_family_suite_or_file_that_is_not_there_is_named(build):
    results = build.results()
    with pytest.raises(ConsistencyError, match="the family 'sign' is named but is not in the file"):
        check_results(changed(results, families=results.families[:1]))
    with pytest.raises(ConsistencyError, match="the suite 'diamond'"):
        check_results(changed(results, suites=results.suites[:1]))
    with pytest.raises(ConsistencyError, match=r"the file 'engine/core.py'"):
        check_results(changed(results, engine=changed(results.engine, files={"other.py": ""})))


def test_a_break_with_an_unknown_member_is_named(build):
    results = build.results()
    with pytest.raises(ConsistencyError, match="the mutant 'ghost'"):
        check_results(changed(results, breaks=(build.break_("canonical", members=("ghost",)),)))


def test_an_example_under_an_unknown_break_is_named(build):
    results = build.results()
    with pytest.raises(ConsistencyError, match="the break 'ghost'"):
        check_results(changed(results, examples=(changed(build.example(), break_id="ghost"),)))


@pytest.mark.parametrize(
    "fields",
    [{"unique": (UniqueKills(test="ghost", mutants=("add.1",)),)}, {"idle": ("ghost",)}, {"smallest": ("ghost",)}],
)
def test_redundancy_speaks_of_tests_that_exist(build, fields):
    nothing = Redundancy(unique=(), idle=(), smallest=(), smallest_is_proven=True)
    with pytest.raises(ConsistencyError, match="the test 'ghost'"):
        check_results(changed(build.results(), redundancy=changed(nothing, **fields)))


def test_mutants_that_are_killed_by_one_test_alone_exist(build):
    unique = (UniqueKills(test=build.results().tests[0].id, mutants=("ghost",)),)
    redundancy = changed(build.results().redundancy, unique=unique)
    with pytest.raises(ConsistencyError, match="the mutant 'ghost'"):
        check_results(changed(build.results(), redundancy=redundancy))


@pytest.mark.parametrize(
    "fields", [{"minimal": (("ghost",),)}, {"subsumed": {"ghost": "add.1"}}, {"subsumed": {"add.1": "ghost"}}]
)
def test_subsumption_speaks_of_mutants_that_exist(build, fields):
    nothing = Subsumption(distinct=1, minimal=(), subsumed={})
    with pytest.raises(ConsistencyError, match="the mutant 'ghost'"):
        check_results(changed(build.results(), subsumption=changed(nothing, **fields)))


@pytest.mark.parametrize(("part", "kind"), [("families", "family"), ("suites", "suite"), ("breaks", "break")])
def test_the_summary_speaks_of_what_exists(build, part, kind):
    results = build.results()
    counts = next(iter(getattr(results.summary, part).values()))
    summary = changed(results.summary, **{part: {"ghost": counts}})
    with pytest.raises(ConsistencyError, match=f"the {kind} 'ghost'"):
        check_results(changed(results, summary=summary))


def test_a_killing_test_of_something_unknown_is_named(build):
    with pytest.raises(ConsistencyError, match="the mutant 'ghost'"):
        check_results(changed(build.results(), killing_tests=(VerifiedTest(source="", kills=("ghost",)),)))


@pytest.mark.parametrize(("field", "kind"), [("mutant", "mutant"), ("test", "test")])
def test_a_telling_write_of_something_unknown_is_named(build, field, kind):
    results = build.results()
    known = {"mutant": results.mutants[0].id, "test": results.tests[0].id, field: "ghost"}
    write = FirstDifference(**known, site="add.self", node="a", attribute="g", before=0.0, intact=1.0, mutated=1.0)
    with pytest.raises(ConsistencyError, match=f"the {kind} 'ghost'"):
        check_results(changed(results, first_differences=(write,)))
