"""Makes the sample project as a git repository, with Ballet's own template.

Run by the project's own Python, which has Ballet and need not have us:
``python -I render.py OUT_DIR``. The same content gives the same commits, everywhere.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
BRANCH = "main"
NOTEBOOK = "predict-house-prices.ipynb"

#: Parts of the template that this project has something else for, or that are long out of date.
LEFT_OUT = ["binder", "notebooks", "requirements-notebook.txt"]

#: Where the machine's own paths would get into the repository.
LOCAL_KEYS = ("_output_dir", "_repo_dir", "_checkout", "_template")

COMMITS = (
    ("Automatically generated files from ballet quickstart", "2024-01-15T09:00:00+00:00"),
    ("Predict house prices in Ames, Iowa: data, target, accepter", "2024-01-15T10:00:00+00:00"),
)


def render(sample: Path, out: Path, context: dict[str, str]) -> None:
    """Render the project into ``out``, which must not exist. ``sample`` is the content folder."""
    with tempfile.TemporaryDirectory() as folder:
        # cookiecutter reads its settings from the home folder and leaves a replay there
        os.environ["HOME"] = os.environ["USERPROFILE"] = folder
        from ballet.templating import render_project_template

        made = Path(
            render_project_template(
                no_input=True, default_config=True, output_dir=folder, extra_context=context
            )
        )
        shutil.rmtree(made / ".git")
        for cache in list(made.rglob("__pycache__")):
            shutil.rmtree(cache)
        forget_local_paths(made / ".cookiecutter_context.json")
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, out)
    git(out, "init", "--quiet")
    git(out, "symbolic-ref", "HEAD", f"refs/heads/{BRANCH}")
    commit(out, context, *COMMITS[0])
    git(out, "branch", "project-template")
    overlay(sample, out)
    commit(out, context, *COMMITS[1])


def forget_local_paths(path: Path) -> None:
    """Take this machine's folders out of what the template remembers of its making."""
    remembered: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    values = remembered["cookiecutter"]
    remembered["cookiecutter"] = {
        key: value for key, value in values.items() if key not in LOCAL_KEYS
    }
    path.write_text(json.dumps(remembered), encoding="utf-8")


def overlay(sample: Path, out: Path) -> None:
    """Put the project's own files over the template's, and its data beside them."""
    for name in LEFT_OUT:
        path = out / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    for source in sorted((sample / "project").rglob("*")):
        if source.is_file() and "__pycache__" not in source.parts:
            target = out / source.relative_to(sample / "project")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    shutil.copyfile(sample / NOTEBOOK, out / NOTEBOOK)
    folder = out / "data" / "train"
    folder.mkdir(parents=True)
    divide(sample / "data" / "ames_housing.csv", folder)
    shutil.copyfile(sample / "data" / "README.md", out / "data" / "README.md")


def divide(source: Path, folder: Path) -> None:
    """Divide the table by columns into entities.csv and targets.csv, rows as they are."""
    with source.open(encoding="utf-8", newline="") as rows:
        table = list(csv.reader(rows))
    header = table[0]
    price = header.index("SalePrice")
    order = header.index("Order")
    parts = {
        "entities.csv": [number for number in range(len(header)) if number != price],
        "targets.csv": [order, price],
    }
    for name, columns in parts.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([row[column] for column in columns] for row in table)


def commit(out: Path, context: dict[str, str], message: str, date: str) -> None:
    """Commit everything as the project's maintainer, at a fixed time."""
    git(out, "add", "--all")
    who = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (
            ("NAME", context["full_name"]),
            ("EMAIL", context["email"]),
            ("DATE", date),
        )
    }
    git(out, "commit", "--quiet", "--no-verify", "--message", message, **who)


def git(out: Path, *arguments: str, **environment: str) -> None:
    """Run git in the project, untouched by this machine's settings."""
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **environment}
    plain = ["-c", "core.fileMode=false", "-c", "core.autocrlf=false", "-c", "init.templateDir="]
    subprocess.run(["git", *plain, *arguments], cwd=out, env={**os.environ, **settings}, check=True)


def main() -> None:
    """Read the command line and render."""
    parser = argparse.ArgumentParser(description="Make the sample project as a git repository.")
    parser.add_argument("out", type=Path, help="a folder that does not exist yet")
    out: Path = parser.parse_args().out.absolute()
    if out.exists():
        sys.exit(f"{out} exists already")
    # by path, since an isolated Python finds neither our package nor the script's folder
    content = runpy.run_path(str(HERE / "content.py"))
    render(content["content_root"]() / "sample", out, content["template"]())


if __name__ == "__main__":
    main()
