"""The engine under test, as text and as a live module: its functions, its writes, its graph.

In: the text of an engine and the names of its parts. Out: a changed engine in this process, and a recording of what
a program did with it. It must import nothing but the standard library, because it also runs
where no compiled package does, and it must not know how changes are chosen or how a recording is used.
"""
