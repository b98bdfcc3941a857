from __future__ import annotations

from click.testing import CliRunner

from gradbreak.cli.playground import playground_command
from gradbreak.errors import ExitCode, NoRuntime


def test_without_python_for_the_browser_nothing_is_written(tmp_path):
    done = CliRunner().invoke(playground_command, [str(tmp_path / "site"), "--runtime", str(tmp_path / "npm")])
    assert isinstance(done.exception, NoRuntime)
    assert done.exception.exit_code is ExitCode.NO_RUNTIME
    assert not (tmp_path / "site").exists()
