"""Graphs of their own in several threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

from minigrad import Value


def gradient(x):
    a = Value(float(x))
    (a * a + a).backward()
    return a.grad


def test_a_pool_of_threads():
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(gradient, range(8))) == [2.0 * x + 1 for x in range(8)]


def test_one_thread_with_a_lock():
    found, lock = [], threading.Lock()

    def work():
        with lock:
            found.append(gradient(5))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [11.0]
