"""Installing an engine from text, in a process of its own because it cannot be undone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gradbreak.grading.runner.engine import module_name

PREFIX = """
import sys
from pathlib import Path
import marshal
from gradbreak.grading.runner.engine import install
root, beside = Path(sys.argv[1]), Path(sys.argv[2])
install({{f: marshal.dumps(compile(t, f, "exec")) for f, t in {texts!r}.items()}}, {private!r}, root, beside)
"""


def says(tmp_path: Path, texts: dict[str, str], program: str, private: dict[str, list[str]] | None = None) -> str:
    for name in ("engine", "src"):
        (tmp_path / name).mkdir(exist_ok=True)
    code = PREFIX.format(texts=texts, private=private or {}) + program
    command = [sys.executable, "-c", code, str(tmp_path / "engine"), str(tmp_path / "src")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("engine.py", "engine"),
        ("grad/scalar.py", "grad.scalar"),
        ("grad/__init__.py", "grad"),
        ("src/grad/scalar.py", "grad.scalar"),
        ("src/__init__.py", ""),
    ],
)
def test_a_file_has_the_name_that_learners_import_it_by(file, name):
    assert module_name(file) == name


def test_a_folder_without_an_init_file_is_a_package_too(tmp_path):
    assert says(tmp_path, {"grad/scalar.py": "x = 1"}, "from grad.scalar import x; print(x)") == "1"


def test_both_names_are_one_module_and_its_spec_stays_its_own(tmp_path):
    program = (
        "import src.grad.scalar as a, grad.scalar as b\n"
        "print(a is b, a.__name__, a.__spec__.name, src.grad is sys.modules['grad'])"
    )
    program = "import src.grad, src\n" + program
    texts = {"grad/__init__.py": "", "grad/scalar.py": "x = 1"}
    assert says(tmp_path, texts, program) == "True grad.scalar grad.scalar True"


def test_a_module_that_fails_fails_at_every_import_and_not_before(tmp_path):
    program = """
for _ in range(2):
    try:
        import grad
    except ZeroDivisionError as error:
        print(error)
"""
    assert says(tmp_path, {"grad.py": "1 / 0"}, program) == "division by zero\ndivision by zero"


def test_a_students_own_modules_below_src_stay_importable(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src/helpers.py").write_text("x = 2")
    assert says(tmp_path, {"grad.py": ""}, "from src.helpers import x; import src.grad; print(x)") == "2"


def test_code_goes_by_the_references_file_name_down_to_the_innermost_function(tmp_path):
    text = "def f():\n    def g():\n        pass\n    return g\n"
    program = "import grad; print({grad.f.__code__.co_filename, grad.f().__code__.co_filename, grad.__file__})"
    assert says(tmp_path, {"grad.py": text}, program) == str({str(tmp_path / "engine/grad.py")})


def test_a_private_name_that_an_engine_lacks_can_be_imported_and_fails_where_it_is_used(tmp_path):
    program = """
from grad import _old
for use in (lambda: _old(1), lambda: _old.name):
    try:
        use()
    except AttributeError as error:
        print(error)
"""
    said = says(tmp_path, {"grad.py": "x = 1"}, program, {"grad.py": ["_old"]})
    assert said == "\n".join(["grad._old is private, and this engine has no such name"] * 2)


def test_any_other_name_that_an_engine_lacks_cannot_be_imported(tmp_path):
    said = says(tmp_path, {"grad.py": "x = 1"}, "from grad import _new", {"grad.py": ["_old"]})
    assert said.startswith("ImportError: cannot import name '_new'")
