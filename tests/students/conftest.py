"""Keeps pytest from collecting sample submissions: they are run by the grader, and some are made to do harm."""

collect_ignore_glob = ["*"]
