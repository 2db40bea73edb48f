"""Makes up small notebooks: cells that ran in some order and lie in another."""

from __future__ import annotations

import random
from collections.abc import Callable

from assemble_trace.models import Cell, SliceRequest

#: What each statement needs and makes, by kind of name: i number, l list, n list of lists,
#: d dict, f function, o object, g generator. A capital letter is a new value for the name.
STATEMENTS = """
I = 7
I = 3
I = i + i
I = (i * 3 + i) % 101
i += i % 5
i = (i + 1) % 50
I = len(l)
I = sum(l) % 97
I = l.pop() if l else 0
I = l[0] if l else i
I = d.get('k', 0) + i
I = f(i) % 101
I = f(2) + f(i) % 13
I, I = i, i
I = next(g, 0)
I = o.add(i) % 101
I = o.v
I = max(l, default=0)
L = [i, 4, i]
L = [i]
L = l
L = list(l)
L = l + [i]
L = l[:]
L = sorted(l)
L = [x + i for x in l]
L = [y for x in n for y in x]
L = n[0]
L = [f(x) % 9 for x in l]
L = list(map(f, l))
l.append(i)
l += [i]
l[:1] = [i]
l.extend(l[:2])
l.sort()
l.reverse()
del l[:1]
N = [l, l]
N = [[i], [1, 2]]
N = list(n)
N = n
n[0].append(i)
n[-1].append(i)
n.append(l)
D = {'k': i}
D = {'k': i, 'l': l}
D = d
D = dict(d)
d['k'] = i
d['l'] = l
d.setdefault('l', []).append(i)
d.update(k=i)
G = (x + i for x in l)
G = iter(l)
O = C(i)
O = o
o.v = i
o.v += i
o.add(i)
O.v = 2
f(i)
F = f
F = lambda x: (x + i) % 31
F = lambda x, y=i: (x + y) % 31
del i
if i > 5: I = 1
print(i)
len(l)
""".strip().splitlines()
BLOCKS = """
for x in l:
    i = (i + x) % 91
--
for row in n:
    row.append(i)
--
if i > 4:
    I = 5
else:
    I = i + 1
--
if i % 2:
    l.append(i)
--
try:
    I = d['missing']
except KeyError:
    I = i
--
while i > 20:
    i -= 7
--
def F(x):
    return (x + i) % 53
--
def F(x, y=i):
    return (x * y) % 53
--
def F(x):
    if len(l) < 40:
        l.append(x)
    return len(l)
--
def F(x):
    global i
    i = (i + x) % 77
    return i
--
def F(x):
    return (f(x) + 1) % 53
--
def F(x, kept=[]):
    kept.append(x)
    return sum(kept) % 53
--
def F(w):
    def inner(z):
        return (z + w + i) % 53
    return inner(w)
--
def make(w):
    def inner(z):
        return (z + w + i) % 53
    return inner
F = make(i)
--
def change(some):
    some.append(i)
change(l)
--
def make_list(some):
    some = list(some)
    some.append(i)
    return some
L = make_list(l)
--
class C:
    k = i
    def __init__(self, v):
        self.v = v
    def add(self, w):
        self.v = (self.v + w + i) % 67
        return self.v
O = C(3)
--
with memoryview(bytes(l[:0])) as view:
    I = len(view) + i
--
import random
random.seed(i)
I = random.randint(0, 9)
--
import math as m
I = m.floor(i / 2)
--
from math import floor
I = floor(i / 3)
--
match i % 3:
    case 0:
        I = 1
    case rest:
        I = rest
--
if (q := i + 2) > 4:
    I = q
""".strip().split("\n--\n")
START = ["i1 = 1\ni2 = 2", "l1 = [1, 2]\nn1 = [[1], [2]]", "d1 = {'k': 1}\nl2 = [3]"]


def notebook(seed: int) -> tuple[list[Cell], Cell]:
    """Return other cells and the chosen one, which asks for some of what there is."""
    dice = random.Random(seed)
    alive: dict[str, list[str]] = {kind: [] for kind in "ilndfog"}
    sources: list[str] = []
    for start in START:
        sources.append(start)
    alive |= {"i": ["i1", "i2"], "l": ["l1", "l2"], "n": ["n1"], "d": ["d1"]}
    for _ in range(dice.randint(3, 9)):
        made = [_statement(dice, alive) for _ in range(dice.randint(1, 4))]
        sources.append("\n".join(made))
    asked = [_ask(dice, alive) for _ in range(dice.randint(1, 3))]
    chosen = f"result = repr([{', '.join(asked)}])"
    after = [_statement(dice, alive) for _ in range(2)]
    counted = [*sources, chosen, *after]
    places = dice.sample(range(len(counted)), len(counted))
    cells = [
        Cell(id=str(place), index=place, source=source, execution_count=2 * count + 1)
        for count, (place, source) in enumerate(zip(places, counted, strict=True))
    ]
    own = cells.pop(len(sources))
    cells.append(Cell(id="never", index=len(counted), source="i1 = l1 = n1 = d1 = None"))
    dice.shuffle(cells)
    return cells, own


def request(cells: list[Cell], chosen: Cell) -> SliceRequest:
    """Return what is asked of the server."""
    return SliceRequest(path="notebook.ipynb", cells=[chosen], others=cells)


def _statement(dice: random.Random, alive: dict[str, list[str]]) -> str:
    while True:
        pattern = dice.choice(STATEMENTS if dice.random() < 0.7 else BLOCKS)
        filled = _fill(dice, pattern, alive)
        if filled is not None:
            return filled


def _fill(dice: random.Random, pattern: str, alive: dict[str, list[str]]) -> str | None:
    """Put names into a pattern, or return None if there are none of a kind."""
    written: dict[str, list[str]] = {}
    text, word = [], ""

    for sign in [*pattern, "\0"]:
        if sign.isalnum() or sign == "_":
            word += sign
            continue
        before = text[-1] if text else ""
        if before.endswith((".", "'")) or len(word) != 1 or word.lower() not in alive:
            text.append(word)
        elif word.islower():
            fixed = "global" in pattern and word == "i"
            if not alive[word]:
                return None
            text.append(alive[word][0] if fixed else dice.choice(alive[word]))
        else:
            kind = word.lower()
            name = f"{kind}{dice.randint(1, 3)}"
            written.setdefault(kind, []).append(name)
            text.append(name)
        text.append(sign)
        word = ""
    result = "".join(text).rstrip("\0")
    return _settle(pattern, result, written, alive)


def _settle(
    pattern: str, result: str, written: dict[str, list[str]], alive: dict[str, list[str]]
) -> str | None:
    """Note what is alive after a statement."""
    if "C(" in pattern and "class" not in pattern and not alive["o"]:
        return None
    if pattern == "O.v = 2" and written["o"][0] not in alive["o"]:
        return None
    if pattern.startswith("if i > 5") and written["i"][0] not in alive["i"]:
        return None
    if pattern.startswith("if (q") and written["i"][0] not in alive["i"]:
        return None
    if pattern == "del i":
        if len(alive["i"]) < 3:
            return None
        alive["i"] = [name for name in alive["i"] if name != result.split()[1]]
        alive["f"], alive["g"], alive["o"] = [], [], []  # they may read it
        return result
    for kind, names in written.items():
        alive[kind] = sorted({*alive[kind], *names})
    return result


def _ask(dice: random.Random, alive: dict[str, list[str]]) -> str:
    kinds: dict[str, Callable[[str], str]] = {
        "i": str, "l": str, "n": str, "d": str,
        "f": lambda name: f"{name}(5)", "o": lambda name: f"{name}.add(1)",
        "g": lambda name: f"list({name})",
    }  # fmt: skip
    kind = dice.choice([kind for kind in kinds if alive[kind]])
    return kinds[kind](dice.choice(alive[kind]))
