"""`python -m experiments`: the command line where no script is installed."""

from experiments.cli import main

if __name__ == "__main__":
    main()
