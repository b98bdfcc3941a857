import msgspec
import pytest

from gradbreak.model import Example
from gradbreak.web.reading import GradientChange, read, values_held
from tests.gradbreak.synthetic import diamond_example, linear_example


def test_the_input_with_most_contributions_is_looked_at() -> None:
    reading = read(diamond_example())
    assert (reading.focus, len(reading.contributions), reading.lost) == ("a", 2, 1)


def test_the_replaced_gradient_is_that_of_the_replacing_write() -> None:
    reading = read(diamond_example())
    assert (reading.before, reading.after) == (10, -6)


@pytest.mark.parametrize(
    ("example", "change"), [(linear_example(), GradientChange.NOTHING), (diamond_example(), GradientChange.REPLACED)]
)
def test_the_change_is_read_off_the_tapes(example: Example, change: GradientChange) -> None:
    assert read(example).change is change


def test_a_break_that_changes_nothing_on_a_diamond_is_not_called_replacing() -> None:
    example = diamond_example()
    assert read(msgspec.structs.replace(example, broken=example.intact)).change is GradientChange.SAME


def test_another_end_without_a_replacing_write_is_only_called_different() -> None:
    example = diamond_example()
    writes = tuple(
        msgspec.structs.replace(write, after=write.after + 100) if write.node == "a" else write
        for write in example.broken.writes
    )
    broken = msgspec.structs.replace(example.broken, writes=writes, gradients={"a": 94, "b": -4, "c": -2})
    assert read(msgspec.structs.replace(example, broken=broken)).change is GradientChange.DIFFERENT


def test_a_write_onto_zero_replaces_nothing() -> None:
    example = diamond_example()
    writes = tuple(
        msgspec.structs.replace(write, before=0, after=min(write.after, 0)) if write.node == "a" else write
        for write in example.broken.writes
    )
    broken = msgspec.structs.replace(example.broken, writes=writes)
    assert read(msgspec.structs.replace(example, broken=broken)).change is GradientChange.DIFFERENT


def test_setting_the_seed_is_no_contribution() -> None:
    reading = read(diamond_example())
    assert reading.writes == 8
    assert [write.site for write in reading.landing] == ["add.other", "mul.self"]


def test_an_input_that_is_never_written_holds_its_gradient() -> None:
    example = linear_example()
    tape = msgspec.structs.replace(example.intact, writes=())
    assert values_held(tape, "a") == (3,)
