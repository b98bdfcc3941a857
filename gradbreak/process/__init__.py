"""Processes that do work for this one: forked, listened to, limited and ended.

In: work to do elsewhere. Out: what came of it, over a pipe that this side owns. Nothing here knows what the work is.
"""
