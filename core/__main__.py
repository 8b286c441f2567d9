"""`python -m core COMMAND`: every job without the browser."""

from core.cli import main

if __name__ == "__main__":
    main()
