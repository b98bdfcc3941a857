"""Grades a student's test suite by the broken engines that it catches.

A submission and a project's declarations come in. A grade goes out, as text, as JSON, as pages, or as a file for a
gradebook. Grading must never run a student's code in its own process, and never show an author more than the feedback
policy allows. Other packages use ``grading.api`` and nothing else.

Layers, lowest first. A module imports only from lines above its own:

    model sentences runner
    isolation
    declarations
    intake engines
    making rounds
    judge next_tests fingerprints grader
    own_tests engine_check
    one_submission
    self_check journal
    prepare batch
    cluster
    output
    pages hinting
    batch_folder assignment
    api
"""
