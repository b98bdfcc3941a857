"""What all pages share: style sheets and scripts, the graph with its player, highlighted source, small markup.

In come recordings, source texts and names of files; out come markup, drawings and the policy that a page declares. It
never decides what a page says about a run or a grade: the views in report and grading do.
"""
