"""The looking itself: parse, undefined names, secrets, black. Runs in the worker only."""

from __future__ import annotations

import ast
import re
import tempfile
from pathlib import Path
from typing import Any

from assemble_trace.linting.words import Finding, LintRequest, Suggestion, Undefined

_MAGIC = re.compile(r"^\s*(%{1,2}|!|\?)\s*\w|^\s*\w+\?{1,2}\s*$")
#: Tokens that detect-secrets does not know: Jupyter's, and GitHub's newer ones.
_SECRETS = {
    "Jupyter token": re.compile(r"(?i)token\W{0,4}[=:]\W{0,3}[0-9a-f]{40,}"),
    "GitHub token": re.compile(r"(?:gh[pousr]_|github_pat_)[A-Za-z0-9._-]{20,}"),
    "password in an address": re.compile(r"(?i)\w+://[^\s/:@'\"]+:[^\s/@'\"{}]+@"),
}


def look(request: LintRequest) -> Finding:
    """Return what there is to say about a cell's code."""
    if not request.source.strip():
        return Finding(
            code="empty_cell",
            message="The cell is empty: there is nothing to submit.",
            advice="Select the cell that holds your feature, then press Submit.",
        )
    try:
        tree = ast.parse(request.source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        return _syntax(request.source, problem)
    secret = _secret(request.source)
    if secret:
        return secret
    undefined, warnings = _names(tree, request.others)
    if undefined:
        return _undefined(undefined)
    features = _features(tree)
    if len(features) > 1:
        return Finding(
            code="two_features",
            message=f"The cell makes {len(features)} features; a pull request takes one.",
            advice="Put each feature into a cell of its own and submit them one by one.",
            line=features[1].lineno,
            column=features[1].col_offset + 1,
            features=len(features),
        )
    try:
        formatted = _format(request.source, request.line_length)
    except Exception as problem:  # black's own errors vary from version to version
        return Finding(
            code="not_formatted",
            message=f"black could not format the cell: {type(problem).__name__}.",
            advice="Simplify the cell, or report the cell to the makers of black.",
        )
    finding = Finding(formatted=formatted, warnings=warnings, features=len(features))
    if features:
        _describe(tree, features[0], finding)
    return finding


def _syntax(source: str, problem: Exception) -> Finding:
    line = getattr(problem, "lineno", None) or 1
    column = getattr(problem, "offset", None) or 1
    lines = source.splitlines()
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    if _MAGIC.search(text):
        return Finding(
            code="notebook_command",
            message=f"Line {line} is a notebook command, which is not Python: {text.strip()[:60]}",
            advice="Remove the line from the cell, or move it to a cell of its own.",
            line=line,
            column=column,
        )
    said = getattr(problem, "msg", None) or str(problem) or type(problem).__name__
    return Finding(
        code="syntax_error",
        message=f"Python cannot read line {line}, column {column}: {said}.",
        advice="Correct the line, run the cell, and press Submit again.",
        line=line,
        column=column,
    )


def _names(tree: ast.Module, others: list[tuple[int, str]]) -> tuple[list[Undefined], list[str]]:
    from pyflakes import checker, messages

    found: dict[str, Undefined] = {}
    warnings: list[str] = []
    for said in checker.Checker(tree, filename="cell").messages:
        if isinstance(said, messages.UndefinedName):
            name = str(said.message_args[0])
            found.setdefault(
                name,
                Undefined(
                    name=name,
                    line=said.lineno,
                    column=said.col + 1,
                    suggestions=_suggest(name, others),
                ),
            )
        else:
            warnings.append(f"line {said.lineno}: {said.message % said.message_args}")
    return list(found.values()), warnings


def _suggest(name: str, others: list[tuple[int, str]]) -> list[Suggestion]:
    """Find top-level statements of other cells that define a name, imports first."""
    imports, definitions = [], []
    for index, source in others:
        try:
            body = ast.parse(source).body
        except (SyntaxError, ValueError):
            continue
        for statement in body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                for alias in statement.names:
                    if (alias.asname or alias.name.partition(".")[0]) == name:
                        line = ast.unparse(_only(statement, alias))
                        imports.append(Suggestion(line=line, cell_index=index))
            elif name in _defines(statement):
                text = ast.get_source_segment(source, statement) or ""
                definitions.append(Suggestion(line=text, cell_index=index))
    unique = {one.line: one for one in imports + definitions}
    return list(unique.values())[:3]


def _only(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    if isinstance(statement, ast.Import):
        return ast.Import(names=[alias])
    return ast.ImportFrom(module=statement.module, names=[alias], level=statement.level)


def _defines(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    return {node.id for one in targets for node in ast.walk(one) if isinstance(node, ast.Name)}


def _undefined(names: list[Undefined]) -> Finding:
    words = ", ".join(one.name for one in names)
    first = names[0]
    hints = [one for one in names if one.suggestions]
    if hints:
        hint = hints[0].suggestions[0]
        advice = (
            f"Cell {hint.cell_index + 1} of this notebook has it: add"
            f" “{hint.line.partition(chr(10))[0]}” to the cell you submit."
        )
    else:
        advice = "Import or define it in the same cell: the project gets this cell alone."
    return Finding(
        code="undefined_name",
        message=f"The cell uses {words}, which it does not define.",
        advice=advice,
        line=first.line,
        column=first.column,
        undefined=names,
    )


def _secret(source: str) -> Finding | None:
    found = [
        (number, kind)
        for number, line in enumerate(source.splitlines(), 1)
        for kind, shape in _SECRETS.items()
        if shape.search(line)
    ]
    found += _detected(source)
    if not found:
        return None
    number, kind = min(found)
    return Finding(
        code="secret_in_cell",
        message=f"Line {number} looks as if it held a secret ({kind}).",
        advice="Take it out of the cell: what is submitted, others can read.",
        line=number,
        column=1,
    )


def _detected(source: str) -> list[tuple[int, str]]:
    """Ask detect-secrets, whose filters against false alarms work on files only."""
    from detect_secrets import SecretsCollection
    from detect_secrets.settings import default_settings

    with tempfile.TemporaryDirectory() as folder, default_settings():
        file = Path(folder, "cell.py")
        file.write_text(source, encoding="utf-8", errors="replace")
        secrets = SecretsCollection()
        secrets.scan_file(str(file))
        return [(secret.line_number, str(secret.type)) for _, secret in secrets]


def _features(tree: ast.Module) -> list[ast.stmt]:
    """Return the top-level statements that assign a call of ``Feature``."""
    return [
        statement
        for statement in tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        and isinstance(statement.value, ast.Call)
        and _called(statement.value) == "Feature"
    ]


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _describe(tree: ast.Module, statement: ast.stmt, finding: Finding) -> None:
    """Note what the feature's call says in plain values, or in names that stand for them."""
    assert isinstance(statement, ast.Assign | ast.AnnAssign)
    call = statement.value
    assert isinstance(call, ast.Call)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    if isinstance(target, ast.Name):
        finding.assigned = target.id
    constants = {
        one.targets[0].id: one.value
        for one in tree.body
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name)
    }
    arguments = dict(zip(("input", "transformer", "name"), call.args, strict=False))
    arguments |= {one.arg: one.value for one in call.keywords if one.arg}
    values = {
        key: _literal(constants.get(node.id, node) if isinstance(node, ast.Name) else node)
        for key, node in arguments.items()
    }
    finding.keywords = {key: value for key, value in values.items() if isinstance(value, str)}
    inputs = values.get("input")
    if isinstance(inputs, str):
        finding.inputs = [inputs]
    elif isinstance(inputs, list):
        finding.inputs = [str(one) for one in inputs]


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def _format(source: str, line_length: int) -> str:
    import black

    return black.format_str(source, mode=black.Mode(line_length=line_length))
