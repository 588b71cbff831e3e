"""ASCII name of the duchá command."""

from __future__ import annotations


def main() -> None:
    """Runs the command line."""
    from duchá.cli.app import run

    raise SystemExit(run())


if __name__ == "__main__":
    main()
