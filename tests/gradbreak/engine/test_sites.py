from __future__ import annotations

import ast
import textwrap

import pytest

from gradbreak.engine.sites import accumulating_statements, could_hold, is_append


def only_site(statement: str, before: str = "", after: str = ""):
    lines = [line for line in (before, statement, after) if line]
    source = "def pull(self, other, g):\n" + textwrap.indent("\n".join(lines), "    ") + "\n"
    found = accumulating_statements(source)
    assert len(found) == 1, found
    (site,) = found
    return source, site


SPELLINGS = [
    ("x.grad += e", "x.grad = e", "x"),
    ("x.grad -= e * 2", "x.grad = -(e * 2)", "x"),
    ("x.grad = x.grad + e", "x.grad = e", "x"),
    ("x.grad = e + x.grad", "x.grad = e", "x"),
    ("x.grad = x.grad - e", "x.grad = -(e)", "x"),
    ("x.grad = x.grad + e - f", "x.grad = e - f", "x"),
    ("x.grad = e if x.grad is None else x.grad + e", "x.grad = e", "x"),
    ("x.grad = x.grad + e if x.grad is not None else e", "x.grad = e", "x"),
    ("x.grad = (x.grad or 0.0) + e", "x.grad = e", "x"),
    ("x.grad = np.add(x.grad, e)", "x.grad = e", "x"),
    ("x.grad = x.grad.__add__(e)", "x.grad = e", "x"),
    ("x.grad = sum([x.grad, e])", "x.grad = e", "x"),
    ("d[k] += e", "d[k] = e", "k"),
    ("d[id(k)] += e", "d[id(k)] = e", "k"),
    ("d[k] = d.get(k, 0) + e", "d[k] = e", "k"),
    ("d.update({k: d[k] + e})", "d.update({k: e})", "k"),
    ("np.add(x.grad, e, out=x.grad)", "np.add(0, e, out=x.grad)", "x"),
    ("np.add.at(x.grad, i, e)", "x.grad.__setitem__(i, e)", "x"),
    ("x.grad.data += e", "x.grad.data = e", "x"),
    ("x.grad[...] += e", "x.grad[...] = e", "x"),
    ("x.grad.add_(e)", "x.grad = e", "x"),
    ("setattr(x, 'grad', getattr(x, 'grad') + e)", "setattr(x, 'grad', e)", "x"),
    ("setattr(x, 'grad', x.grad + e)", "setattr(x, 'grad', e)", "x"),
    ("pull = lambda e: setattr(x, 'grad', x.grad + e)", "pull = lambda e: setattr(x, 'grad', e)", "x"),
    ("x.grad = (x.grad +\n    e)", "x.grad = e", "x"),
]


@pytest.mark.parametrize(("statement", "broken", "operand"), SPELLINGS)
def test_each_spelling_of_an_accumulation_is_a_site_with_its_break(statement, broken, operand):
    source, site = only_site(statement)
    changed = source[: site.start] + site.replacement + source[site.end :]
    assert textwrap.dedent(changed.partition("\n")[2]).strip() == broken
    assert site.operand == operand
    ast.parse(changed)


def test_an_update_of_a_counter_is_a_site_and_that_of_a_dictionary_is_none():
    source = "def pull(found, k, e):\n    found.update({k: e})\n"
    assert accumulating_statements(source) == ()
    (site,) = accumulating_statements(f"{source}\nfound = Counter()\n")
    assert (site.statement, site.replacement, site.operand) == ("found.update({k: e})", "found[k] = e", "k")


def test_an_append_is_a_site_where_the_list_is_summed():
    _, site = only_site("x.grads.append(e)", after="total = sum(x.grads)")
    assert site.replacement == "x.grads = [e]"


def test_an_append_to_a_list_that_nobody_sums_is_none():
    assert accumulating_statements("def f(x):\n    x.topo.append(x)\n") == ()


def test_two_sites_on_one_line_are_two():
    found = accumulating_statements("def f(a, b, g):\n    a.grad += g; b.grad += g\n")
    assert [(site.operand, site.statement) for site in found] == [("a", "a.grad += g"), ("b", "b.grad += g")]


def test_a_tuple_assignment_has_a_site_for_each_slot():
    found = accumulating_statements("def f(a, b, g):\n    a.grad, b.grad = a.grad + g, b.grad + g\n")
    assert [(site.operand, site.statement, site.replacement) for site in found] == [
        ("a", "a.grad + g", "g"),
        ("b", "b.grad + g", "g"),
    ]


@pytest.mark.parametrize("statement", ["x.grad = e", "x.grad = y.grad + e", "x.grad = e - x.grad", "x.grad *= e"])
def test_a_statement_that_forgets_or_scales_the_old_content_is_no_site(statement):
    assert accumulating_statements(f"def f(x, y, e):\n    {statement}\n") == ()


def test_a_site_is_named_after_the_outermost_function_and_its_class():
    source = "class Node:\n    def __mul__(self, other):\n        def pull():\n            self.grad += 1 * out.grad\n"
    (site,) = accumulating_statements(source)
    assert (site.function, site.operand, site.line) == ("Node.__mul__", "self", 4)


def test_offsets_count_characters_where_a_line_is_not_ascii():
    source = "def f(a, δ):\n    a.grad += δ * δ; a.x = 1\n"
    (site,) = accumulating_statements(source)
    assert source[site.start : site.end] == "a.grad += δ * δ"


@pytest.mark.parametrize("name", ["grad", "_grad", "grads", "grad_list", "gradient"])
def test_a_name_near_the_gradients_could_hold_it(name):
    _, site = only_site(f"x.{name} += e")
    assert could_hold(site, "grad")


@pytest.mark.parametrize("name", ["data", "count", "topo"])
def test_another_name_could_not(name):
    _, site = only_site(f"x.{name} += e")
    assert not could_hold(site, "grad")


@pytest.mark.parametrize(("statement", "expected"), [("x.grads.append(e)", True), ("x.grad += e", False)])
def test_an_append_is_told_from_other_sites(statement, expected):
    _, site = only_site(statement, after="total = sum(x.grads)")
    assert is_append(site) is expected
