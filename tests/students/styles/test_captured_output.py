"""Prints, logs and looks at what was printed."""

import logging

from minigrad import Value


def test_what_is_printed(capsys):
    a = Value(2.0)
    (a * a).backward()
    print(a.grad)
    assert capsys.readouterr().out == "4.0\n"


def test_what_is_logged(caplog):
    a = Value(2.0)
    (a + a * 3).backward()
    logging.getLogger("gradients").warning("a: %s", a.grad)
    assert caplog.messages == ["a: 4.0"]
