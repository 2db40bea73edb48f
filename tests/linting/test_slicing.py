"""Slices, asked of the real worker, and run alone in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from assemble_trace.errors import TraceError
from assemble_trace.linting import Linter
from assemble_trace.linting.slices import cut
from assemble_trace.models import Cell, SliceRequest, SliceView
from tests.linting.notebooks import notebook, request

#: A cell as (execution count, source); its place in the list is its place in the notebook.
Ran = tuple[int | None, str]
Ask = Callable[[SliceRequest], Awaitable[SliceView]]


def notebook_of(*cells: Ran, chosen: tuple[int, ...] = (-1,)) -> SliceRequest:
    """Return the request for the chosen cells of a notebook."""
    made = [
        Cell(id=f"c{index}", index=index, source=source, execution_count=count)
        for index, (count, source) in enumerate(cells)
    ]
    own = [made[place] for place in chosen]
    return SliceRequest(
        path="notebook.ipynb", cells=own, others=[cell for cell in made if cell not in own]
    )


def gathered(*cells: Ran, chosen: tuple[int, ...] = (-1,)) -> list[str]:
    """Return the lines that are gathered for the last cell."""
    view = cut(notebook_of(*cells, chosen=chosen))
    return [line.text for line in view.lines if line.kind == "gathered"]


def fresh(*sources: str) -> str:
    """Run sources one after the other in an interpreter of their own; give what it prints."""
    program = f"for source in {list(sources)!r}: exec(compile(source, 'cell', 'exec'), globals())"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode == 0 else done.stderr.splitlines()[-1]


@pytest_asyncio.fixture
async def ask() -> AsyncIterator[Ask]:
    linter = Linter()
    yield linter.slice
    await linter.close()


# -- execution order -----------------------------------------------------------------------


@pytest.mark.asyncio
async def test_an_out_of_order_notebook_gives_what_the_notebook_gave(ask: Ask) -> None:
    cells: list[Ran] = [
        (4, "scale = 100"),  # above, but it ran after the one that counts
        (3, "print('chosen', [x * scale for x in data])"),
        (2, "scale = 2\nunused = 5"),  # below, but it ran before
        (1, "import json\ndata = json.loads('[1, 2]')"),
        (None, "scale = 3\ndata = []"),
    ]
    asked = notebook_of(*cells, chosen=(1,))
    view = await ask(asked)
    assert view.text == (
        "import json\ndata = json.loads('[1, 2]')\nscale = 2\n\n"
        "print('chosen', [x * scale for x in data])"
    )
    assert view.remarks == []
    in_order = [source for count, source in sorted(cells[1:4])]
    assert fresh(*in_order) == fresh(view.text) == "chosen [2, 4]\n"
    where = [(line.kind, line.cell_index, line.line, line.names) for line in view.lines]
    assert where == [
        ("gathered", 3, 1, ["json"]),
        ("gathered", 3, 2, ["data"]),
        ("gathered", 2, 1, ["scale"]),
        ("blank", None, None, []),
        ("selected", 1, 1, []),
    ]


@pytest.mark.parametrize("block", range(4))
def test_a_slice_alone_gives_what_the_whole_notebook_gives(block: int) -> None:
    compared = 0
    for seed in range(block * 14, block * 14 + 14):
        others, chosen = notebook(seed)
        count = chosen.execution_count or 0
        ran = [cell for cell in others if (cell.execution_count or 999) < count]
        ran.sort(key=lambda cell: cell.execution_count or 0)
        whole = fresh("print = repr", *(cell.source for cell in ran), chosen.source, SHOW)
        if not whole.startswith("["):
            continue  # one of the made-up cells failed by itself
        text = cut(request(others, chosen)).text
        assert fresh("print = repr", text, SHOW) == whole, f"notebook {seed}:\n{text}"
        compared += 1
    assert compared >= 10


SHOW = "import sys; sys.stdout.write(result)"

PLAIN: list[list[Ran]] = [
    [(1, "x = 1\nz = 9"), (2, "y = x + 1\nz = x"), (3, "print(y)")],
    [(1, "def f(n):\n    return n * k\ndef g(n):\n    return n"), (2, "k = 3"), (3, "print(f(2))")],
    [(1, "rows = []\nother = []"), (2, "rows.append(1)\nother.append(2)"), (3, "print(rows)")],
    [(1, "from math import floor, ceil\nimport os, re"), (2, "print(ceil(1.5), re.__name__)")],
    [(1, "x = 1\nx = 2\ny = x\nx = 3"), (2, "print(y)")],
    [(1, "t = {'a': 1}\nu = t"), (2, "u['b'] = 2\nv = dict(t)\nv['c'] = 3"), (3, "print(t)")],
    [(1, "class C:\n    n = 1\nclass D(C):\n    pass\nclass E(C):\n    pass"), (2, "print(D.n)")],
    [(1, "b = 6\nfor n in [1]:\n    b = b + n"), (2, "c = b\nd = c"), (3, "print(c)")],
    [(2, "x = 5\nprint(x)\nlen([x])"), (1, "x = 1"), (3, "print(x)")],
]


@pytest.mark.parametrize("cells", PLAIN, ids=lambda cells: cells[-1][1])
def test_nothing_is_gathered_that_could_be_left_out(cells: list[Ran]) -> None:
    view = cut(notebook_of(*cells))
    in_order = [source for count, source in sorted(cells[:-1], key=lambda one: one[0] or 0)]
    show = cells[-1][1]
    whole = fresh("out, print = print, repr", *in_order, "print = out", show)
    assert fresh(view.text) == whole
    statements: dict[tuple[int | None, tuple[str, ...]], list[str]] = {}
    lines = [line for line in view.lines if line.kind == "gathered"]
    for line in lines:
        start = line.text if not line.text.startswith((" ", "    ")) else None
        if start is not None:
            statements[line.cell_index, (line.text,)] = []
        list(statements.values())[-1].append(line.text)
    assert statements
    for left_out in statements.values():
        rest = [line.text for line in view.lines if line.text not in left_out]
        assert fresh("\n".join(rest)) != whole, f"{left_out} was not needed"


def test_only_what_ran_before_the_chosen_cell_counts() -> None:
    cells: list[Ran] = [(5, "x = 5"), (1, "x = 1"), (3, "y = x"), (None, "x = 0")]
    assert gathered(*cells, chosen=(2,)) == ["x = 1"]
    cells[2] = (None, "y = x")  # never ran: it counts as last
    assert gathered(*cells, chosen=(2,)) == ["x = 5"]


def test_what_a_function_reads_is_gathered_though_only_the_project_calls_it() -> None:
    for code in (
        "feature = make(lambda lot: lot * share)",
        "def weigh(lot):\n    return lot * share",
    ):
        assert gathered((1, "share = 0.5"), (2, code)) == ["share = 0.5"]
    assert gathered((1, "share = 0.5"), (2, "def f(lot):\n    return share\nshare = 3")) == []


def test_a_name_that_only_a_later_run_defines_is_said_and_not_gathered() -> None:
    view = cut(notebook_of((3, "x = 1"), (2, "y = x")))
    assert view.text == "y = x"
    assert view.remarks == [
        "x is defined in cell 1, which last ran after the cell that uses it."
        " Run the cell that uses it once more, and it will be gathered."
    ]


def test_a_cell_that_never_ran_is_the_last_resort() -> None:
    view = cut(notebook_of((None, "x = z"), (None, "z = 2"), (1, "z = 1"), (3, "y = x")))
    assert view.text == "z = 1\nx = z\n\ny = x"
    assert view.remarks == ["x comes from cell 1, which was not run, as no other cell has it."]


def test_what_is_not_in_the_notebook_is_said() -> None:
    view = cut(notebook_of((1, "display(len(ghost))")))
    assert view.remarks == [
        "display exists in a notebook only, not in the project.",
        "ghost is not defined in any cell that could be read.",
    ]


# -- what is sent --------------------------------------------------------------------------


def test_an_import_that_the_chosen_cell_has_is_not_there_twice() -> None:
    view = cut(
        notebook_of(
            (1, "import math\nimport os, re"),
            (2, "start = math.floor(2.5)"),
            (3, "import math\nimport re\nprint(start, math.pi, re.sub('a', 'b', 'a'))"),
        )
    )
    assert view.text.count("import math") == view.text.count("import re") == 1
    assert view.text.splitlines()[:2] == ["import math", "start = math.floor(2.5)"]
    assert fresh(view.text) == "2 3.141592653589793 b\n"


def test_the_same_import_of_two_cells_is_gathered_once() -> None:
    lines = gathered(
        (1, "import math as m\na = m.pi"), (2, "import math as m\nb = m.e"), (3, "print(a, b)")
    )
    assert lines == ["import math as m", "a = m.pi", "b = m.e"]


def test_a_comment_right_above_comes_along_and_a_neighbour_does_not() -> None:
    source = "# of the cell\n\n# of x\n# twice\nx = 1  # one\ny = 2; z = 3\n"
    assert gathered((1, source), (2, "print(x)")) == ["# of x", "# twice", "x = 1  # one"]
    assert gathered((1, source), (2, "print(z)")) == ["z = 3"]


def test_several_chosen_cells_are_sent_in_notebook_order() -> None:
    view = cut(notebook_of((2, "b = a"), (1, "a = 1"), (3, "c = b"), (4, "d = 0"), chosen=(2, 0)))
    assert view.text == "a = 1\n\nb = a\n\nc = b"
    assert view.remarks == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            [(2, "y = x"), (1, "x = 1")],
            "Cell 1 uses x, which cell 2 sets too. They did not run in the order in which they"
            " stand here: check it.",
        ),
        (
            [(1, "x = 1"), (3, "y = x"), (2, "x = x + 1")],
            "Cell 3 changed x after cell 1 and before cell 2. Between them is no place for it"
            " here: check it.",
        ),
    ],
)
def test_chosen_cells_whose_order_cannot_be_kept_are_said(cells: list[Ran], said: str) -> None:
    assert cut(notebook_of(*cells, chosen=(0, 1))).remarks == [said]


def test_notebook_commands_are_left_out_and_the_rest_counts() -> None:
    view = cut(
        notebook_of(
            (1, "%matplotlib inline\nx = 1\nif x:\n    !ls \\\n      -l\n    y = '''\n%d'''\nz?"),
            (2, "%%time\nw = y"),
            (3, "%%bash\nw = 5"),
            (4, "v = !ls\nprint(w)"),
        )
    )
    assert view.text.splitlines()[:3] == ["x = 1", "if x:", "    pass"]
    assert fresh(view.text) == "\n%d\n"
    assert view.remarks == [
        "Cell 3 is for %%bash, not Python of the notebook's own; it was passed over.",
        "Cell 1, lines 1, 4, 5 and 8: are notebook commands and no Python; left out.",
        "Cell 2, line 1: is a notebook command and no Python; left out.",
        "Cell 4, line 1: is a notebook command and no Python; left out.",
    ]


def test_a_cell_that_cannot_be_read_is_passed_over() -> None:
    view = cut(notebook_of((1, "x = ("), (2, "x = 2"), (3, "print(x)")))
    assert view.text == "x = 2\n\nprint(x)"
    assert view.remarks == [
        "Cell 1 cannot be read as Python (line 1: '(' was never closed); it was passed over."
    ]


def test_a_cell_that_is_nested_too_deeply_is_passed_over() -> None:
    deep = "y = " + " + ".join("1" * 900)
    high = "y = 1\n" + "\n".join(f"y{n} = y{n - 1} + (((y)))" for n in range(1, 900))
    view = cut(notebook_of((1, deep), (2, "x = 2"), (3, "y0 = 0\n" + high), (4, "print(x, y899)")))
    assert len(view.lines) == 1 + 901 + 2
    assert view.remarks == [
        "Cell 1 cannot be read as Python (it is nested too deeply); it was passed over."
    ]


def test_line_ends_of_windows_are_lines() -> None:
    view = cut(notebook_of((1, "x = 1\r\ny = 2\r\n"), (2, "print(x)\r\nprint(x)")))
    assert view.text == "x = 1\n\nprint(x)\nprint(x)"


@pytest.mark.asyncio
async def test_a_large_notebook_is_sliced(ask: Ask) -> None:
    def lines(place: int) -> str:
        block = f"a = {place}\n\ndef f(x):\n    return x + a\n\nt['c{place}'] = f(a)\n"
        return block + "".join(f"v{place}_{k} = v{place - 1}_{k} + a\n" for k in range(19))

    start = "t = {}\n" + "".join(f"v0_{k} = {k}\n" for k in range(19))
    cells: list[Ran] = [(1, start), *((place + 1, lines(place)) for place in range(1, 201))]
    view = await ask(notebook_of(*cells, (300, "print(len(t), v200_3)")))
    assert len(view.lines) == 2 + 200 * 5 + 2
    assert fresh(view.text) == "200 20103\n"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (Cell(id="a", index=0, source=" \n"), "empty_cell"),
        (Cell(id="a", index=0, source="# only words"), "empty_cell"),
        (Cell(id="a", index=0, source="# Title", type="markdown"), "not_code"),
        (Cell(id="a", index=0, source="x = ("), "syntax_error"),
        (Cell(id="a", index=0, source="x = '\0'"), "syntax_error"),
        (Cell(id="a", index=0, source="!ls\n%time"), "notebook_command"),
        (Cell(id="a", index=0, source="x = " + "(" * 5000 + ")" * 5000), "syntax_error"),
        (Cell(id="a", index=0, source="x = 1\n" * 200_000), "notebook_too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_cannot_be_sliced_says_why(ask: Ask, cell: Cell, code: str) -> None:
    with pytest.raises(TraceError) as refused:
        await ask(SliceRequest(path="notebook.ipynb", cells=[cell]))
    assert refused.value.code == code
    assert refused.value.advice
    good = notebook_of((1, "x = 1"), (2, "print(x)"))
    assert (await ask(good)).text == "x = 1\n\nprint(x)"  # the worker is none the worse for it


@pytest.mark.asyncio
async def test_a_slice_that_takes_too_long_is_ended(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assemble_trace.linting import worker

    await ask(notebook_of((1, "x = 1")))
    monkeypatch.setattr(worker, "LIMIT", 0.0)
    with pytest.raises(TraceError) as refused:
        await ask(notebook_of(*((n, f"x{n} = {n}\n" * 50) for n in range(1, 200)), (200, "x = 1")))
    assert refused.value.code == "slice_failed"
