import pytest

from gradbreak.errors import ConfigError
from gradbreak.grading.cluster.address import checked_address


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("tls://scheduler.example:8786", "tls://scheduler.example:8786"),
        ("tls://10.0.0.5", "tls://10.0.0.5:8786"),
        ("tcp://127.0.0.1:9000", "tcp://127.0.0.1:9000"),
        ("127.0.0.1:9000", "tcp://127.0.0.1:9000"),
        ("localhost", "tcp://localhost:8786"),
        ("tcp://[::1]:9000", "tcp://[::1]:9000"),
    ],
)
def test_an_encrypted_address_and_one_of_this_machine_are_taken(address, taken):
    assert checked_address(address) == taken


@pytest.mark.parametrize("address", ["tcp://10.0.0.5:8786", "scheduler.example:8786", "tcp://localhost.example:8786"])
def test_an_address_elsewhere_that_is_not_encrypted_is_refused(address):
    with pytest.raises(ConfigError, match="neither encrypted nor this machine"):
        checked_address(address)


@pytest.mark.parametrize("address", ["", "tls://", "http://127.0.0.1:8786", "tcp://127.0.0.1:port", "tls://[::1"])
def test_what_is_no_address_is_named(address):
    with pytest.raises(ConfigError, match=r"is no address of a scheduler"):
        checked_address(address)
