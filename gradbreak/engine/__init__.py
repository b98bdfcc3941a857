"""The engine under test, as text and as a live module: its functions, its writes, its graph.

In: the text of an engine and the names of its parts. Out: a changed engine in this process, and a recording of what
a program did with it. Nothing here knows how changes are chosen or what is made of a recording, and nothing here
imports more than the standard library.
"""
