"""The lesson in a browser: a static site in which one writes a test and sees which broken engines it kills.

In: a project, and the browser's Python as npm installs it. Out: a folder of files for any static server. ``browser`` is
what runs in that Python; it must import nothing compiled but what ``stand_ins`` stands in for, and start no process.
"""
