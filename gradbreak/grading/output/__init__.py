"""Formats grades for people and for the systems that take them.

A grade and a feedback policy come in, and text goes out: plain, JSON, XML, or CSV for a gradebook. Everything is made
from a ``RedactedGrade``, so no format can say more than the policy allows.
"""
