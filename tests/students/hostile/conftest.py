"""Keeps pytest from collecting samples that are made to do harm; they are run in isolation only."""

collect_ignore_glob = ["*"]
