from __future__ import annotations

import pytest

from gradbreak.check.behaviour import Repeated, Reset
from gradbreak.check.checking import NoteKind, check_in_process, checked
from gradbreak.engine.locating import locate
from tests.engines import samples
from tests.gradbreak.engine.checked_engines import RIGHT, loaded


def check(folder, source):
    return checked(loaded(folder, source), "engine.py")[0]


def test_a_right_engine_is_right(tmp_path):
    found = check(tmp_path, RIGHT)
    assert found.is_right
    assert (found.wrong, found.explanations) == (0, ())
    assert found.expressions > 50


@pytest.mark.parametrize(
    "name", ["set_children", "central_write", "minus_equals", "operation_classes", "dict_get", "list_by_index"]
)
def test_a_right_sample_is_right(name, tmp_path):
    sample = samples.read_sample(name)
    found = check_in_process(locate([sample.folder / sample.engine[0]], tmp_path))
    assert found.is_right, found.differences


def test_a_wrong_value_is_wrong_though_its_gradient_fits(tmp_path):
    found = check(tmp_path, RIGHT.replace("self.data * other.data, (self", "1.5 * self.data * other.data, (self"))
    assert found.differences[0].of == ""
    assert found.differences[0].expected * 1.5 == pytest.approx(found.differences[0].actual)


def test_an_operation_that_raises_is_unusable(tmp_path):
    source = RIGHT.replace("    def backward", "    def exp(self):\n        return math.exp(self)\n\n    def backward")
    found = check(tmp_path, source)
    assert [each.name for each in found.unusable] == ["exp"]
    assert not found.is_right


def test_an_operation_that_is_not_written_yet_is_a_note(tmp_path):
    unwritten = "    def exp(self):\n        raise NotImplementedError\n\n"
    source = RIGHT.replace("    def backward", unwritten + "    def backward")
    found = check(tmp_path, source)
    assert found.is_right
    assert [note.about for note in found.notes if note.kind is NoteKind.NOT_WRITTEN] == ["exp"]


def test_a_function_that_passes_nothing_on_by_design_is_a_note(tmp_path):
    source = RIGHT.replace(
        "    def backward", "    def detach(self):\n        return Value(self.data)\n\n    def backward"
    ).replace("detach", "frozen")
    found = check(tmp_path, source)
    assert found.is_right
    assert [note.about for note in found.notes if note.kind is NoteKind.PASSES_NOTHING] == ["frozen"]


def test_a_sweep_that_raises_is_wrong_and_its_error_is_shown(tmp_path):
    found = check(tmp_path, RIGHT.replace("(1 - out.data**2) * out.grad", "(1 - out.data**2) * out.gard"))
    assert "AttributeError" in found.differences[0].error


def test_a_function_without_a_rule_is_judged_by_differences(tmp_path):
    found = check(tmp_path, RIGHT.replace("3 * self.data**2", "2 * self.data**2"))
    assert found.differences[0].expression == "cubed(a)"
    assert found.differences[0].basis == "central differences"
    assert found.differences[0].expected == pytest.approx(12.0, rel=1e-6)


def test_a_reset_that_forgets_is_wrong(tmp_path):
    found = check(
        tmp_path,
        RIGHT.replace("    def zero_grad(self):\n        self.grad = 0.0", "    def zero_grad(self):\n        pass"),
    )
    assert found.behaviour.reset is Reset.FORGETS
    assert not found.is_right


CLEARS_WITHIN = """\
        for node in order:
            if node.prev:
                node.grad = 0.0
        self.grad = 1.0
"""


def test_micrograd_s_second_sweep_is_told_from_pytorch_s(tmp_path):
    assert check(tmp_path, RIGHT).behaviour.same_graph is Repeated.COUNTS_AGAIN
    found = check(tmp_path, RIGHT.replace("        self.grad = 1.0\n", CLEARS_WITHIN))
    assert found.behaviour.same_graph is Repeated.ADDS_UP
    assert found.is_right


def test_where_recursion_ends_is_a_limit_and_not_wrong(tmp_path):
    file = tmp_path / "engine.py"
    file.write_text(RIGHT)
    found = check_in_process(locate([file], tmp_path))
    assert found.is_right
    chain = next(depth for depth in found.depths if depth.shape == "chain")
    assert chain.outcome == "recursion"
    assert 800 < chain.ends_at < 1000


ENDS_PYTHON_WHEN_DEEP = """\
        deep = self
        for _ in range(900):
            deep = deep.prev[0] if deep.prev else None
            if deep is None:
                break
        else:
            import os

            os._exit(1)
        visit(self)
"""


def test_an_engine_whose_process_ends_in_a_deep_graph_is_still_judged(tmp_path):
    file = tmp_path / "engine.py"
    file.write_text(RIGHT.replace("        visit(self)\n", ENDS_PYTHON_WHEN_DEEP))
    found = check_in_process(locate([file], tmp_path))
    assert found.ended_at_depth
    assert found.is_right
    assert found.expressions > 50


def test_a_gradient_that_is_the_sum_of_a_list_of_terms_is_read_as_the_sum(tmp_path):
    found = check_in_process(locate([samples.FOLDER / "list_of_terms" / "engine.py"], tmp_path))
    assert (found.gradient, found.is_right) == ("grad", True)
