"""The command line: one module for each command.

In come arguments; out come lines on standard output, files, and an exit code with one meaning. A command reads its
options, calls the package that does the work, and prints the result in the reader's language. It computes nothing
itself, and ``app`` imports a command's module only when the command is used.
"""
