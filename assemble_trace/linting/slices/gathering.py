"""Gathers what the chosen cells need: backwards from each name, along what happened to it."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import inf

from assemble_trace.linting.slices.habits import BUILTINS, OFTEN_REPLACED
from assemble_trace.linting.slices.timeline import DEFINES, Event, Statement, Time, Timeline


class Gathering:
    """One slice being made.

    ``taken`` maps each statement of another cell to its place, the time at which it has to
    have run. ``lifted`` are imports of the chosen cells that have to stand further up.
    """

    def __init__(self, timeline: Timeline, limits: list[float]) -> None:
        self.timeline = timeline
        self.taken: dict[Statement, Time] = {}
        self.lifted: set[Statement] = set()
        self.missing: dict[str, set[Statement]] = defaultdict(set)
        self.never_ran: dict[str, Statement] = {}
        self.by_star: dict[str, Statement] = {}
        self._limits = limits
        self._todo: list[tuple[str, Time, Statement]] = []
        self._seen: set[tuple[str, Time]] = set()
        self._walked: set[tuple[str, Time]] = set()
        for one in timeline.chosen:
            self._ask(one, one.time)
            # Whoever reads the file uses what it defines: its functions run after its last line.
            after = (1, timeline.chosen[-1].time[1], sys.maxsize, 0)
            self._todo += [(name, after, one) for name in one.does.late]
        while self._todo:
            self._answer(*self._todo.pop())

    def limit(self, time: Time) -> float:
        """Return before which execution count something has to have run for this time."""
        return self._limits[int(time[1])] if time[0] else inf

    def _ask(self, one: Statement, time: Time) -> None:
        for name in one.does.uses:
            self._todo.append((name, time, one))

    def _answer(self, name: str, time: Time, by: Statement) -> None:
        if (name, time) in self._seen:
            if name in self.missing:
                self.missing[name].add(by)
            return
        self._seen.add((name, time))
        if name in OFTEN_REPLACED:
            self._stars(name, time)
        defined = False
        for when, one, does in self._before(name, time):
            if does == "drops":
                break
            defined = defined or does != "changes"
            if (name, when) in self._walked and not when[0]:
                defined = True  # or the first who asked was told
                break
            self._walked.add((name, when))
            self._take(one, name, one.time)
            if does == "ends":
                break
        spare = [] if defined or name in BUILTINS else self._elsewhere(name, time, by)
        if name in self.timeline.lasting:
            self._late(name, spare or self._before(name, time), time, by)

    def _before(self, name: str, time: Time) -> Iterator[Event]:
        return self.timeline.before(name, time, self.limit(time))

    def _take(self, one: Statement, name: str, place: Time) -> None:
        if one.time[0]:
            return  # it is sent anyway
        lift = self._same_import(one, name)
        if lift:
            self.lifted.add(lift)
            return
        one.names.add(name)
        if one not in self.taken or place < self.taken[one]:
            self.taken[one] = place
            self._ask(one, place)

    def _same_import(self, one: Statement, name: str) -> Statement | None:
        """Find the import of the same thing in the chosen cells: no need for another."""
        stands_for = one.imports.get(name)
        if stands_for is None:
            return None
        for other in self.timeline.chosen:
            if other.imports.get(name) == stands_for and other.alone:
                return other
        return None

    def _elsewhere(self, name: str, time: Time, by: Statement) -> list[Event]:
        """Look for a name where it should not have to come from."""
        if not time[0]:
            for other in self.timeline.chosen:
                if name in other.imports and other.alone:
                    self.lifted.add(other)
                    return []
        if self._stars(name, time):
            return []
        spare = [] if self.timeline.definitions(name) else self.timeline.spare(name)
        if not any(does in DEFINES for _, _, does in spare):
            self.missing[name].add(by)
            return []
        for _, one, does in spare:
            self.never_ran[name] = one
            self._take(one, name, time)
            if does == "ends":
                break
        return spare

    def _stars(self, name: str, time: Time) -> bool:
        found = False
        for one in self.timeline.stars:
            ran = one.time < time and one.time[1] < (self.limit(time) if not one.time[0] else inf)
            if ran:
                self._take(one, name, one.time)
                self.by_star[name] = one
                found = True
        return found

    def _late(self, name: str, events: Iterable[Event], time: Time, by: Statement) -> None:
        """Ask for what the functions behind a name read, as it is when the name is used."""
        lasting, seen = self.timeline.lasting, set[tuple[str, Time]]()
        todo = [events]
        while todo:
            for when, one, does in todo.pop():
                if does == "drops":
                    break
                self._todo += [(other, time, by) for other in one.does.late]
                carried = one.does.carries & lasting
                carried |= {name for name in one.does.calls & lasting if self.timeline.makes(name)}
                for other in carried:
                    if (other, when) not in seen:
                        seen.add((other, when))
                        todo.append(self._before(other, one.time))
                if does == "ends":
                    break
