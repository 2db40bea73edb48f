"""Submissions that nobody would write by hand, each made from a number and always the same."""

from __future__ import annotations

import random
from dataclasses import dataclass

#: What shells, git, JSON and terminals are known to stumble over.
ODD = [
    "'", '"', "`id`", "$(id)", "$HOME", "\\", "\\n", "!!", "%s", "#", "*", "~", "&&", ";", "|",
    "<<EOF", "{}", "[a]", "@-", "--amend", "-x", "’", "“”", "‚‛", "naïve", "✓", "\U0001f600",
    "\U0001f469\u200d\U0001f4bb", "日本", "עברית", "ى", "\u202e", "\u2066", "\u200f", "\ufeff",
    "\u00a0", "\u2028", "\u0085", "e\u0301", "$'\\x41'", "\U000e0041", "  ", "C:\\new\\table",
]  # fmt: skip
#: Only where more than one line may stand.
SPACES = ["\n", "\n\n", "\t", "\r\n", " \n", "\n-", "\nEOF\n", "\f"]
NAMES = [
    "Ada L.", "O'Brien", "A. U. Thor Jr.", "-n Dash", "José \"Pepe\" Núñez", "`whoami`", "$(id)",
    "日本 太郎", "\u202eturned", "Emoji \U0001f600", "trailing,", "semi;colon;", "back\\slash",
    "…", ".", "two  spaces", "#hash", "%d", "a\u0085b", "\u00a0nbsp\u00a0",
]  # fmt: skip
EMAILS = [
    "ada@example.org", "a.b-c+d@example.org", "o'brien@example.org", "`id`@example.org",
    "$(id)@example.org", "-a@example.org", "日本@example.org", "1+a@users.noreply.forge",
    '"q"@example.org', "dot.@example.org.", "a\\b@example.org", "\u202ea@example.org",
]  # fmt: skip
#: Minutes east of UTC, the strange ones of the world and some of nobody's.
ZONES = [0, 345, -210, 330, 765, 840, -720, -30, 1, -1, 60, -570, 525]


@dataclass(frozen=True)
class Case:
    """One submission. ``zone`` is minutes east of UTC, ``moved`` lets the upstream go on first.

    ``early`` exports the script before anything was sent, and not afterwards.
    """

    number: int
    login: str
    name: str
    email: str
    upstream: int
    source: str
    feature: str
    branch: str
    title: str
    body: str | None
    zone: int
    moved: bool
    early: bool


def case(number: int) -> Case:
    """Return the submission of a number."""
    dice = random.Random(number)
    person = dice.randrange(12) if dice.random() < 0.6 else 1000 + number
    people = random.Random(person)
    return Case(
        number=number,
        login=people.choice(["ada", "a-b-c", "Z9", "0-0", "x" * 20]) + f"-{person}",
        name=people.choice(NAMES),
        email=people.choice(EMAILS),
        upstream=dice.randrange(4),
        source=_cell(dice, number),
        feature=dice.choice([f"f_{number}", f"_{number}", f"F{number}_", "x" * 70 + f"_{number}"]),
        branch=dice.choice(["", f"fix/x.y-{number}", f"{number}", f"_b/{number}", f"B-{number}-"]),
        title=dice.choice(["", f"{_text(dice, ODD)} {number}", f"{number}{_text(dice, ODD)}"]),
        body=dice.choice([None, "", _text(dice, ODD + SPACES), _text(dice, ODD + SPACES, 40)]),
        zone=dice.choice([*ZONES, dice.randrange(-720, 841)]),
        moved=dice.random() < 0.15,
        early=dice.random() < 0.5,
    )


def _text(dice: random.Random, pieces: list[str], most: int = 6) -> str:
    count = dice.randrange(1, most)
    return "".join(dice.choice([*pieces, "word", " ", "x y"]) for _ in range(count))


def _cell(dice: random.Random, number: int) -> str:
    """Return a cell that Python can read, whatever is in its comments and strings."""
    lines = ["from ballet import Feature", ""]
    for part in range(dice.randrange(0, 5)):
        odd = _text(dice, ODD)
        lines += dice.choice(
            [
                [f"# {odd}"],
                [f"odd_{part} = {odd!r}"],
                [f"odd_{part} = r'''{odd.replace(chr(39), '').rstrip(chr(92))} '''"],
                [f"long_{part} = '{'long ' * 40}'"],
                [f"text_{part} = '''a\ttab", "EOF", "EOF_", f"-n {number} \\", " spaces  ", "'''"],
                [f"control_{part} = '\x01\x1b[31m\x7f'"],
                ["if True:", "\tindented = 1"],
                ["", "", "\f", "after_feed = 1"],
            ]
        )
    lines.append(f"f{number} = Feature('x{number}', None, name={_text(dice, ODD)!r})")
    ending = dice.choice(["\n", "\r\n", "\n"])
    last = dice.choice(["", ending, ending * 3, " "])
    return ending.join("\n".join(lines).split("\n")) + last
