"""Tests made in a loop and put into the module."""

from minigrad import Value

CASES = {"sum": (lambda a: a + a, 2.0), "product": (lambda a: a * a, 8.0), "mixed": (lambda a: a * a + a, 9.0)}


def _test(build, expected):
    def test():
        a = Value(4.0)
        build(a).backward()
        assert a.grad == expected

    return test


for _name, (_build, _expected) in CASES.items():
    globals()[f"test_generated_{_name}"] = _test(_build, _expected)
