"""Tries to fail on every engine by ending the process before any test is found."""

import os

os._exit(1)
