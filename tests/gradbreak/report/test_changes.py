import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from gradbreak.model import Location, Mutant, Position, Results
from gradbreak.report.changes import in_source_order, narrowed, offset_of, says_the_same

CODE = st.text(alphabet="ab_1+=*. (\n", min_size=1, max_size=12)


def mutant_of(prefix: str, original: str, replacement: str) -> Mutant:
    line, column = prefix.count("\n") + 1, len(prefix) - prefix.rfind("\n")
    return Mutant(
        id="m",
        title="m",
        family="f",
        op="o",
        operand=None,
        operator="x",
        function="f",
        location=Location("engine.py", Position(line, column), Position(line, column)),
        original=original,
        replacement=replacement,
        diff="",
    )


@given(prefix=CODE, original=CODE, replacement=CODE, suffix=CODE)
def test_a_narrowed_change_makes_the_same_text(prefix: str, original: str, replacement: str, suffix: str) -> None:
    change = narrowed(mutant_of(prefix, original, replacement))
    text = prefix + original + suffix
    start = offset_of(change, text)
    assert text[:start] + change.text + text[start + change.length :] == prefix + replacement + suffix


@given(original=CODE, replacement=CODE)
def test_a_narrowed_change_is_never_longer_than_the_mutant(original: str, replacement: str) -> None:
    assume(original != replacement)
    change = narrowed(mutant_of("", original, replacement))
    assert change.length <= len(original)
    assert len(change.text) <= len(replacement)


def test_only_the_operator_of_an_accumulating_write_is_marked() -> None:
    change = narrowed(mutant_of("    ", "self.grad += out.grad", "self.grad = out.grad"))
    assert (change.column, change.length, change.text) == (14, 2, "=")


def test_every_synthetic_mutants_diff_can_be_drawn_from_the_source(results: Results) -> None:
    files = results.engine.files
    assert all(says_the_same(narrowed(mutant), mutant, files[mutant.location.file]) for mutant in results.mutants)


def test_a_mutant_that_is_somewhere_else_than_it_says_is_not_drawn_from_the_source(results: Results) -> None:
    mutant = next(mutant for mutant in results.mutants if mutant.family == "accumulation")
    start = mutant.location.start
    moved = Location(mutant.location.file, Position(start.line + 1, start.column), mutant.location.end)
    wrong = msgspec.structs.replace(mutant, location=moved)
    assert not says_the_same(narrowed(wrong), wrong, results.engine.files[moved.file])


def test_mutants_are_listed_by_file_and_line(results: Results) -> None:
    files = list(results.engine.files)
    places = [(files.index(m.location.file), m.location.start.line) for m in in_source_order(results)]
    assert places == sorted(places)
