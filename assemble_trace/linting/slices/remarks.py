"""What a learner should know about a slice before they send it."""

from __future__ import annotations

from collections import defaultdict
from math import inf

from assemble_trace.linting.slices.gathering import Gathering
from assemble_trace.linting.slices.habits import NOTEBOOK_ONLY
from assemble_trace.linting.slices.reading import Code
from assemble_trace.linting.slices.timeline import END, Statement


def remarks(gathering: Gathering, used: list[Code]) -> list[str]:
    """Return one sentence or two for each thing that is not as plain as it looks."""
    return [
        *_left_out(used),
        *_never_ran(gathering),
        *_by_star(gathering),
        *_missing(gathering),
        *_order(gathering),
    ]


def _left_out(used: list[Code]) -> list[str]:
    said = []
    for code in used:
        if code.left_out:
            lines = _words([str(number) for number in code.left_out])
            word = "lines" if len(code.left_out) > 1 else "line"
            verb = "are notebook commands" if len(code.left_out) > 1 else "is a notebook command"
            said.append(f"Cell {code.number}, {word} {lines}: {verb} and no Python; left out.")
    return said


def _never_ran(gathering: Gathering) -> list[str]:
    return [
        f"{name} comes from cell {one.code.number}, which was not run, as no other cell has it."
        for name, one in sorted(gathering.never_ran.items())
    ]


def _by_star(gathering: Gathering) -> list[str]:
    by_line: dict[Statement, list[str]] = defaultdict(list)
    for name, one in sorted(gathering.by_star.items()):
        by_line[one].append(name)
    return [
        f"{_words(names)} may come from a star import in cell {one.code.number}."
        for one, names in by_line.items()
    ]


def _missing(gathering: Gathering) -> list[str]:
    said = []
    for name in sorted(gathering.missing):
        timeline, users = gathering.timeline, {one.code for one in gathering.missing[name]}
        later = timeline.definitions(name)
        sent = {one.code for one in timeline.chosen if name in one.does.binds} - users
        if sent:
            continue  # its place is said below
        if later:
            number = later[-1].code.number
            said.append(
                f"{name} is defined in cell {number}, which last ran after the cell that uses it."
                " Run the cell that uses it once more, and it will be gathered."
            )
        elif name in NOTEBOOK_ONLY:
            said.append(f"{name} exists in a notebook only, not in the project.")
        else:
            said.append(f"{name} is not defined in any cell that could be read.")
    return said


def _order(gathering: Gathering) -> list[str]:
    """Say where the chosen cells, one after the other, are not what ran."""
    said: dict[str, None] = {}
    timeline = gathering.timeline
    if len({one.code for one in timeline.chosen}) == 1:
        return []
    for one in [*gathering.taken, *timeline.chosen]:
        here = gathering.taken.get(one, one.time)
        ran = (gathering.limit(here), one.code.cell.index) if here[0] else (here[1], here[2])
        for name in sorted(one.does.uses | one.does.late):
            events = list(timeline.before(name, END, inf))
            for when, other, _ in events:
                if not when[0] or other.code is one.code or other in gathering.lifted:
                    continue
                earlier = (gathering.limit(when), other.code.cell.index) < ran
                if earlier != (when < here):
                    said[
                        f"Cell {one.code.number} uses {name}, which cell {other.code.number} sets"
                        " too. They did not run in the order in which they stand here: check it."
                    ] = None
                for time, between, _ in events if earlier and here[0] else ():
                    if not time[0] and gathering.limit(when) < time[1] < ran[0]:
                        said[
                            f"Cell {between.code.number} changed {name} after cell"
                            f" {other.code.number} and before cell {one.code.number}. Between"
                            " them is no place for it here: check it."
                        ] = None
    return list(said)


def _words(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
