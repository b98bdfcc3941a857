"""``python -m gradbreak``, and the entry point of the command."""

from gradbreak.cli.app import main

if __name__ == "__main__":
    main()
