"""``python -m assemble_trace.cli``: the same as ``assemble-trace``."""

from assemble_trace.cli import main

if __name__ == "__main__":
    main()
