"""``python -m`` this package."""

from .server import serve

serve()
