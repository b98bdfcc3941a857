"""Tries to pass by ending the process, with success, before any test is found."""

import os

os._exit(0)
