"""Running tests on mutants: collect once, fork for each mutant, believe nothing that was not recorded."""
