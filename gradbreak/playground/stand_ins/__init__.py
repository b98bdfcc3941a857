"""What the browser's Python has in place of compiled packages that it lacks.

In the site these packages lie at the top of the path, under the names that they stand in for.
"""
