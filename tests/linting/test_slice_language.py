"""What a slice makes of each part of the language, and of what common libraries do."""

from __future__ import annotations

import ast
import importlib
import inspect
import symtable

import pytest

from assemble_trace.linting.slices import cut
from assemble_trace.linting.slices.effects import Walk
from assemble_trace.linting.slices.functions import body_facts
from assemble_trace.linting.slices.knowledge import Knowledge
from assemble_trace.models import Cell, SliceRequest


def gathered(before: str, chosen: str) -> list[str]:
    """Return the statements of one cell that another needs: the first line of each."""
    view = cut(
        SliceRequest(
            path="notebook.ipynb",
            cells=[Cell(id="b", index=1, source=chosen, execution_count=2)],
            others=[Cell(id="a", index=0, source=before, execution_count=1)],
        )
    )
    lines = [line.text for line in view.lines if line.kind == "gathered"]
    return [line for line in lines if not line.startswith((" ", ")", "]", "else", "except"))]


@pytest.mark.parametrize(
    ("before", "chosen", "expected"),
    [
        # what binds a name
        ("a = b = 1\nc = 2", "b", ["a = b = 1"]),
        ("a, (b, *c) = 1, (2, 3)\nd = 1", "c", ["a, (b, *c) = 1, (2, 3)"]),
        ("a: int = 1\nT = int\nb: T = 2", "b", ["T = int", "b: T = 2"]),
        ("a = 1\na += 2\nb = 3", "a", ["a = 1", "a += 2"]),
        ("if (n := 5) > 3:\n    pass\nm = 1", "n", ["if (n := 5) > 3:"]),
        ("rows = [y := 1, 2]\nz = 0", "y", ["rows = [y := 1, 2]"]),
        ("for i in [1]:\n    s = i\nt = 1", "s", ["for i in [1]:"]),
        ("p = 'f'\nwith open(p) as f:\n    t = f", "t", ["p = 'f'", "with open(p) as f:"]),
        ("try:\n    import q\nexcept E:\n    q = None\nE = 1", "q", ["try:"]),
        ("E = OSError\ntry:\n    q = 1\nexcept E:\n    q = 2", "q", ["E = OSError", "try:"]),
        ("q = 0\nif q:\n    w = 1\nelse:\n    w = 2", "w", ["q = 0", "if q:"]),
        ("w = 0\nif w:\n    w = 1", "w", ["w = 0", "if w:"]),
        ("w = 0\nif 1:\n    w = 1\nelse:\n    w = 2", "w", ["if 1:"]),
        ("match 3:\n    case x:\n        pass\ny = 1", "x", ["match 3:"]),
        ("import a.b\nimport a.c\nimport d", "a.b", ["import a.b", "import a.c"]),
        ("import a.b as c\nimport a", "c", ["import a.b as c"]),
        ("from m import (\n    x,\n    y as z,\n)", "z", ["from m import y as z"]),
        ("from m import *\nk = 1", "something", ["from m import *"]),
        ("from m import *\nk = 1", "sum([1])", ["from m import *"]),
        ("from m import *\nk = 1", "k", ["k = 1"]),
        ("list = 3\ndel list\nk = 1", "list()", []),
        ("k = 1\ndel k\nk = 2", "k", ["k = 2"]),
        # what reads a name
        ("a = 1\nb = f'{a:>{w}}'\nw = 3", "f'{b!r}'", ["a = 1", "b = f'{a:>{w}}'"]),
        ("k = 1\nx = 0", "[x + k for x in [1]]", ["k = 1"]),
        ("k = 1\nx = [2]", "[x for x in x]", ["x = [2]"]),
        ("k = 1\nf = lambda x, y=k: x", "f(1)", ["k = 1", "f = lambda x, y=k: x"]),
        ("k = 1\nf = lambda k: k", "f(1)", ["f = lambda k: k"]),
        ("d = print\nk = 1\n@d\ndef f(): pass", "f()", ["d = print", "@d", "def f(): pass"]),
        ("T = int\ndef f(x: T) -> T: pass", "f", ["T = int", "def f(x: T) -> T: pass"]),
        ("def f():\n    return k\nk = 1", "f()", ["def f():", "k = 1"]),
        ("k = 1\ndef f():\n    k = 2\n    return k", "f()", ["def f():"]),
        ("def f():\n    return g()\ndef g():\n    return k\nk = 1\ndef h(): pass", "f()",
         ["def f():", "def g():", "k = 1"]),
        ("k = 1\nclass C:\n    n = k\n    m = n\nn = 3", "C.n", ["k = 1", "class C:"]),
        ("k = 1\nclass C:\n    k = 2\n    def f(self):\n        return k", "C().f()",
         ["k = 1", "class C:"]),
        ("class B: pass\nclass M: pass\nclass C(B): pass", "C",
         ["class B: pass", "class C(B): pass"]),
        ("k = 1\ndef f():\n    def g():\n        return k\n    return g", "f()()",
         ["k = 1", "def f():"]),
        ("k = 1\ndef f():\n    def g():\n        nonlocal k\n        k = 2\n    k = 2\n    g()",
         "f()()", ["def f():"]),
        # what changes an object
        ("d = {}\nd['x'] = 1\ne = {}\ne['x'] = 1", "d", ["d = {}", "d['x'] = 1"]),
        ("o = C()\no.x.y = 1\np = 1", "o", ["o = C()", "o.x.y = 1"]),
        ("d = {}\ndel d['x']\nk = 1", "d", ["d = {}", "del d['x']"]),
        ("d = {}\nd['n'] += 1\nk = 1", "d", ["d = {}", "d['n'] += 1"]),
        ("l = []\nl.append(1)\nlen(l)\nprint(l)", "l", ["l = []", "l.append(1)"]),
        ("l = []\nm = l\nm.append(1)\nn = l.copy()\nn.append(2)", "l",
         ["l = []", "m = l", "m.append(1)"]),
        ("l = []\nm = [l]\nm[0].append(1)\nm.append(2)", "l",
         ["l = []", "m = [l]", "m[0].append(1)"]),
        ("l = [[]]\nfor r in l:\n    r.append(1)", "l", ["l = [[]]", "for r in l:"]),
        ("n = 1\nm = n\nm += 1", "n", ["n = 1"]),
        ("df = get()\ndf.head()\ndf.drop('a')\ndf.describe()\ndf.plot()\ndf['a'].mean()", "df",
         ["df = get()"]),
        ("df = get()\ndf.drop('a', inplace=True)\ndf.drop('b', inplace=False)", "df",
         ["df = get()", "df.drop('a', inplace=True)"]),
        ("df = get()\nother = df.dropna()\nother['x'] = 1", "df", ["df = get()"]),
        ("df = get()\npart = df.loc[1:]\npart['x'] = 1", "df",
         ["df = get()", "part = df.loc[1:]", "part['x'] = 1"]),
        ("import numpy as np\na = np.zeros(3)\nb = a.reshape(3)\nb[0] = 1\nc = np.log(a)\nc[0] = 1",
         "a", ["import numpy as np", "a = np.zeros(3)", "b = a.reshape(3)", "b[0] = 1"]),
        ("m = M()\nm.fit(d)\nd = 1", "m", ["m = M()", "m.fit(d)"]),
        ("x = 1\nsomething_unknown(x)\nx2 = 1", "x", ["x = 1"]),
        ("from m import f\nx = []\nf(x)\ny = f(x)", "x", ["from m import f", "x = []", "f(x)"]),
        ("def f(a):\n    a.append(1)\nx = []\nf(x)\nf([])", "x",
         ["def f(a):", "x = []", "f(x)"]),
        ("def f(a):\n    a = a.copy()\n    a.append(1)\nx = []\nf(x)", "x", ["x = []"]),
        ("n = 0\ndef f():\n    global n\n    n += 1\nf()\ndef g(): pass\ng()", "n",
         ["n = 0", "def f():", "f()"]),
        ("import random\nrandom.seed(1)\na = random.random()\nb = 2", "random.random()",
         ["import random", "random.seed(1)", "a = random.random()"]),
        ("import pandas as pd\npd.set_option('a', 1)\npd.concat([])", "pd",
         ["import pandas as pd", "pd.set_option('a', 1)"]),
        ("import matplotlib.pyplot as plt\nx = [1]\nplt.plot(x)\nplt.show()", "x", ["x = [1]"]),
        ("g = (i for i in [1])\na = next(g)\nb = 2", "list(g)",
         ["g = (i for i in [1])", "a = next(g)"]),
        ("async def f():\n    async with a as b:\n        return b\na = 1", "f",
         ["async def f():", "a = 1"]),
    ],
    ids=lambda value: value.splitlines()[-1] if isinstance(value, str) else "",
)  # fmt: skip
def test_what_a_statement_does(before: str, chosen: str, expected: list[str]) -> None:
    assert gathered(before, chosen) == expected


@pytest.mark.parametrize("name", ["ast", "dataclasses", "enum", "functools", "inspect", "typing"])
def test_the_names_that_a_function_reads_outside_are_those_that_python_finds(name: str) -> None:
    source = inspect.getsource(importlib.import_module(name))
    known = Knowledge([ast.parse(source)])
    found, expected = {}, {}
    tables = {
        (table.get_name(), table.get_lineno()): table
        for table in symtable.symtable(source, name, "exec").get_children()
    }
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            table = tables.get((node.name, node.lineno)) or tables[node.name, first]
            found[node.name] = body_facts(node, known, Walk).free
            expected[node.name] = outside(table)
    assert len(found) > 10
    assert found == expected


def outside(table: symtable.SymbolTable) -> set[str]:
    """Return the global names of a function and of what is inside it, as Python's compiler says."""
    names = {one.get_name() for one in table.get_symbols() if one.is_global()}
    return names.union(*(outside(child) for child in table.get_children()))
