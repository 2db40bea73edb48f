"""Judges examples of checks with Ballet's own classes, in the sample project that it runs in.

Reads ``[[name, stage, {"failing": source, "passing": source}], …]`` as JSON, and prints the names
of Ballet's checks by stage, and for each example those that failed, both in Ballet's order.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import git
from ballet.project import Project
from ballet.util.mod import import_module_at_path
from ballet.validation.common import check_from_class, get_subclasses
from ballet.validation.feature_api.checks import FeatureApiCheck
from ballet.validation.project_structure.checks import ProjectStructureCheck

PERSON = git.Actor("Mary", "mary@ames.example")
CLASSES = {"structure": ProjectStructureCheck, "api": FeatureApiCheck}


class Judge:
    """The sample project in the current folder, with its data."""

    def __init__(self) -> None:
        self.project = Project.from_cwd()
        self.X, targets = self.project.api.load_data()
        self.y = self.project.api.encoder.fit_transform(targets)
        contrib = self.project.path / self.project.config.get("contrib.module_path")
        self.folder = contrib / "user_nobody"
        self.folder.mkdir(parents=True)
        for package in (contrib, self.folder):
            (package / "__init__.py").touch()

    def api(self, name: str, source: str) -> list[str]:
        """Import the example as a contributed module, and check its feature."""
        file = self.folder / f"feature_{name}.py"
        file.write_text(source)
        module = f"{self.project.config.get('contrib.module_name')}.user_nobody.{file.stem}"
        feature = import_module_at_path(module, file).feature
        return list(check_from_class(FeatureApiCheck, feature, self.X, self.y)[1])

    def structure(self, name: str, source: str) -> list[str]:
        """Commit the example's change, check it, and undo it."""
        change: dict[str, Any] = {}
        exec(source, change)
        repo = self.project.repo
        start = repo.head.commit
        commits = []
        for text in (change["before"], change["after"]):
            if text is not None:
                file = self.project.path / change["path"]
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
                repo.index.add([change["path"]])
            commits.append(repo.index.commit(name, author=PERSON, committer=PERSON))
        (diff,) = commits[0].diff(commits[1])
        failed = check_from_class(ProjectStructureCheck, diff, self.project)[1]
        repo.head.reset(start, index=True, working_tree=True)
        return list(failed)


def main() -> None:
    """Judge what is read, and print what was found."""
    judge = Judge()
    failed = {
        f"{name}/{which}": getattr(judge, stage)(f"{name}_{which}", source)
        for name, stage, sources in json.load(sys.stdin)
        for which, source in sources.items()
    }
    names = {stage: [one.__name__ for one in get_subclasses(of)] for stage, of in CLASSES.items()}
    print(json.dumps({"checks": names, "failed": failed}))


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd() / "src"))
    main()
