"""``python -m duchá``: the same as the command."""

from ducha import main

if __name__ == "__main__":
    main()
