"""What every page shares: style sheets, scripts, drawings, and markup made small.

In: view models. Out: markup. Nothing here knows what a run or a grade is.
"""
