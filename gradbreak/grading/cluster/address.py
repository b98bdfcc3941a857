"""Which addresses of a scheduler are taken: those that are encrypted, and those of this machine."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from gradbreak.errors import ConfigError

_PORT = 8786
"""Where Dask's scheduler listens unless it is told otherwise."""


def checked_address(address: str) -> str:
    """An address as Dask takes it.

    Whoever can reach a scheduler can run anything on its workers, and reads the submissions that pass by.

    Args:
        address: ``tls://host:port``, or ``tcp://host:port`` of this machine; ``host:port`` is the latter.

    Raises:
        ConfigError: it is no such address.
    """
    scheme, _, rest = address.rpartition("://")
    try:
        parts = urlsplit(f"//{rest}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or scheme not in ("", "tcp", "tls"):
        raise ConfigError(f"{address} is no address of a scheduler", "Write tls://host:port, or tcp://127.0.0.1:port")
    if scheme != "tls" and not _is_this_machine(host):
        raise ConfigError(
            f"{address} is neither encrypted nor this machine, and submissions would pass by readable",
            f"Start the scheduler and its workers with TLS, and name tls://{rest}; docs/cluster.md says how",
        )
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme or 'tcp'}://{shown}:{port or _PORT}"


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
