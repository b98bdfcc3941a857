from __future__ import annotations

import json

from gradbreak.engine.asking import answer_of_process
from gradbreak.engine.locating import located

NOISY = """\
import atexit
import os
import threading
import time

print("from print")
os.write(1, b"from the descriptor")
atexit.register(print, "from the end")
threading.Thread(target=time.sleep, args=(600,)).start()


class Node:
    pass
"""


def test_the_answer_holds_nothing_that_the_engine_prints_and_waits_for_none_of_its_threads(tmp_path):
    (tmp_path / "noisy.py").write_text(NOISY, encoding="utf-8")
    answer = answer_of_process("gradbreak.engine.inspecting", [located(tmp_path / "noisy.py")], seconds=60)
    assert json.loads(answer)["kind"] == "none"
