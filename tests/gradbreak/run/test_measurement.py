"""Where a test's graph is built must not decide whether its verdicts are true."""

from __future__ import annotations

import pytest

from gradbreak.model import Results, Status
from tests.gradbreak.small_project import FILES, Project, cells_of, statuses

RUNNING = """\
import functools
import logging
import unittest

import pytest

from tests.shared import leaf


def product():
    return leaf(2) * leaf(3)


@pytest.fixture(scope="module")
def of_module():
    return product()


def test_module_fixture_first(of_module):
    assert of_module.held == 6.0


def test_module_fixture_again(of_module):
    assert of_module.held == 6.0


def test_session_fixture(of_session):
    assert of_session.held == 6.0


def test_package_fixture(of_package):
    assert of_package.held == 6.0


@pytest.fixture(scope="module")
def asked_for():
    return product()


def test_fixture_asked_for_by_name_first(request):
    assert request.getfixturevalue("asked_for").held == 6.0


def test_fixture_asked_for_by_name_again(request):
    assert request.getfixturevalue("asked_for").held == 6.0


@pytest.fixture(scope="module", params=[6.0])
def of_parameter(request):
    return product(), request.param


def test_parametrised_fixture_first(of_parameter):
    assert of_parameter[0].held == of_parameter[1]


def test_parametrised_fixture_again(of_parameter):
    assert of_parameter[0].held == of_parameter[1]


class TestInAClass:
    @classmethod
    def setup_class(cls):
        cls.of_class = product()

    def setup_method(self):
        self.of_method = product()

    def test_class_first(self):
        assert self.of_class.held == 6.0

    def test_class_again(self):
        assert self.of_class.held == 6.0

    def test_method(self):
        assert self.of_method.held == 6.0


class TestAround:
    class TestWithin:
        def test_nested(self):
            assert product().held == 6.0


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.of_class = product()

    def setUp(self):
        self.of_test = product()

    def test_case_class_first(self):
        self.assertEqual(self.of_class.held, 6.0)

    def test_case_class_again(self):
        self.assertEqual(self.of_class.held, 6.0)

    def test_case_method(self):
        self.assertEqual(self.of_test.held, 6.0)

    def test_case_subtest(self):
        with self.subTest("a part"):
            self.assertEqual(product().held, 6.0)


def test_part_of_a_test(subtests):
    with subtests.test("a part"):
        assert product().held == 6.0


@pytest.mark.parametrize("name", ["[a]", "größer ≥ 6", "日本", "a::b", "two words", "tab\\t"])
def test_odd_names(name):
    assert product().held == 6.0, name


def test_größe():
    assert product().held == 6.0


@pytest.mark.skip(reason="not today")
def test_skipped():
    assert product().held == 6.0


@pytest.mark.skipif(product is not None, reason="never")
def test_skipped_on_a_condition():
    assert product().held == 6.0


@pytest.mark.xfail(reason="a known bug")
def test_expected_to_fail():
    assert product().held == 7.0


@pytest.mark.xfail(strict=True)
def test_expected_to_fail_without_exception():
    assert product().held == 7.0


@pytest.mark.xfail(strict=False)
def test_expected_to_fail_and_does_not():
    assert product().held == 6.0


def test_with_capture(capsys, monkeypatch, tmp_path):
    print(product().held)
    assert capsys.readouterr().out == "6.0\\n"


@pytest.fixture
def checked():
    yield
    assert product().held == 6.0


def test_fails_as_it_is_taken_down(checked):
    pass


@functools.cache
def cached():
    return product()


def test_helper_that_remembers_first():
    assert cached().held == 6.0


def test_helper_that_remembers_again():
    assert cached().held == 6.0


def test_late_import_first():
    from tests.late import PRODUCT

    assert PRODUCT.held == 6.0


def test_late_import_again():
    from tests.late import PRODUCT

    assert PRODUCT.held == 6.0


def test_log_asked_for_by_name(request):
    caplog = request.getfixturevalue("caplog")
    logging.getLogger().warning(product().held)
    assert caplog.messages == ["6.0"]
"""

AT_IMPORT = """\
import pytest

from tests.shared import leaf

PRODUCT = leaf(2) * leaf(3)


def test_built_at_import():
    assert PRODUCT.held == 6.0


@pytest.mark.parametrize("held", [PRODUCT.held], ids=["held"])
def test_parameter_computed_by_the_engine(held):
    assert held == 6.0


@pytest.mark.parametrize("held", [PRODUCT.held])
def test_name_computed_by_the_engine(held):
    assert held == 6.0
"""

FAILS_AT_IMPORT = """\
from tests.shared import leaf

assert (leaf(2) * leaf(3)).held == 6.0


def test_file_that_cannot_be_imported():
    pass
"""

IN_CONFTEST = """\
import pytest

from tests.shared import leaf

PRODUCT = leaf(2) * leaf(3)


@pytest.fixture
def of_conftest():
    return PRODUCT
"""

SUITES = "\n".join(
    f'[[suite]]\nname = "{name}"\nshort = "{name[:3]}"\npath = "tests/{name}"\nteaches = ""\n'
    for name in ("running", "importing", "configuring")
)
VALUE_MUTANT = "mul * → /"


@pytest.fixture(scope="module")
def habits(tmp_path_factory) -> Results:
    project = Project(tmp_path_factory.mktemp("habits") / "project").write(FILES)
    fixtures = "".join(
        f'@pytest.fixture(scope="{scope}")\ndef of_{scope}():\n    return leaf(2) * leaf(3)\n\n\n'
        for scope in ("session", "package")
    )
    project.write(
        {
            "tests/running/conftest.py": f"import pytest\n\nfrom tests.shared import leaf\n\n\n{fixtures}",
            "tests/running/test_running.py": RUNNING,
            "tests/late.py": "from tests.shared import leaf\n\nPRODUCT = leaf(2) * leaf(3)\n",
            "tests/importing/test_importing.py": AT_IMPORT,
            "tests/importing/test_failing.py": FAILS_AT_IMPORT,
            "tests/configuring/conftest.py": IN_CONFTEST,
            "tests/configuring/test_configuring.py": (
                "def test_built_in_conftest(of_conftest):\n    assert of_conftest.held == 6.0\n"
            ),
            "mutation_config/suites.toml": SUITES,
        }
    )
    return project.run()


KILLED = [
    "test_module_fixture_first",
    "test_module_fixture_again",
    "test_session_fixture",
    "test_package_fixture",
    "test_fixture_asked_for_by_name_first",
    "test_fixture_asked_for_by_name_again",
    "test_parametrised_fixture_first[6.0]",
    "test_parametrised_fixture_again[6.0]",
    "TestInAClass::test_class_first",
    "TestInAClass::test_class_again",
    "TestInAClass::test_method",
    "TestAround::TestWithin::test_nested",
    "Case::test_case_class_first",
    "Case::test_case_class_again",
    "Case::test_case_method",
    "Case::test_case_subtest",
    "test_part_of_a_test",
    "test_größe",
    "test_with_capture",
    "test_fails_as_it_is_taken_down",
    "test_helper_that_remembers_first",
    "test_helper_that_remembers_again",
    "test_late_import_first",
    "test_late_import_again",
    "test_log_asked_for_by_name",
    "test_built_at_import",
    "test_parameter_computed_by_the_engine[held]",
    "test_built_in_conftest",
]


@pytest.mark.parametrize("test", KILLED)
def test_a_wrong_product_is_noticed_wherever_it_was_made(habits, test):
    cell = cells_of(habits, VALUE_MUTANT)[test]
    assert cell.status == Status.KILLED, cell


def test_odd_names_of_tests_are_kept_apart(habits):
    odd = {test: status for test, status in statuses(habits, VALUE_MUTANT).items() if test.startswith("test_odd_names")}
    assert (len(odd), set(odd.values())) == (6, {Status.KILLED})
    assert "test_odd_names[[a]]" in odd


@pytest.mark.parametrize("test", ["test_name_computed_by_the_engine[6.0]", "test_file_that_cannot_be_imported"])
def test_a_test_that_the_mutant_makes_disappear_is_an_error(habits, test):
    cell = cells_of(habits, VALUE_MUTANT)[test]
    assert (cell.status, cell.failure.exception) == (Status.ERROR, "CollectError")


@pytest.mark.parametrize(
    "test",
    [
        "test_skipped",
        "test_skipped_on_a_condition",
        "test_expected_to_fail",
        "test_expected_to_fail_without_exception",
    ],
)
def test_a_test_that_does_not_pass_unmutated_is_marked_and_has_no_verdict_on_any_mutant(habits, test):
    (found,) = (each for each in habits.tests if each.name == test)
    assert found.skipped
    assert [cell for cell in (*habits.cells, *habits.break_cells) if cell.test == found.id] == []


def test_an_expected_failure_that_passes_unmutated_has_verdicts(habits):
    (found,) = (each for each in habits.tests if each.name == "test_expected_to_fail_and_does_not")
    assert not found.skipped
    assert cells_of(habits, VALUE_MUTANT)[found.name].status == Status.SURVIVED


def test_what_importing_does_not_run_is_not_made_to_run_before_it(habits):
    # A sweep happens in no test of these suites.
    assert set(statuses(habits, "pull 1.0 → 2.0").values()) == {Status.NOT_REACHED}
