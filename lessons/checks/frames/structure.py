# CHECK, in a repository of its own that is thrown away again:
# a change that fails it, and a twin that passes. `before` and `after` are
# the text of the file at `path`, or None where there is no file.
def failing():
    FAILING
    return path, before, after


def passing():
    PASSING
    return path, before, after


def show_check():
    import tempfile
    from pathlib import Path
    from types import SimpleNamespace

    import git
    from ballet.validation.project_structure.checks import CHECK

    person = git.Actor("Mary", "mary@ames.example")
    for made in (failing, passing):
        path, *texts = made()
        with tempfile.TemporaryDirectory() as folder, git.Repo.init(folder) as repo:
            commits = []
            for text in texts:
                if text is not None:
                    file = Path(folder, path)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_text(text)
                    repo.index.add([path])
                commits.append(repo.index.commit("A state", author=person, committer=person))
            # This is all that the check asks of a project.
            config = {"contrib.module_path": "src/house_prices/features/contrib"}
            check = CHECK(SimpleNamespace(path=Path(folder), config=config))
            [diff] = commits[0].diff(commits[1])
            if check.do_check(diff):
                print(f"{made.__name__}: CHECK passes {path}")
                continue
            print(f"{made.__name__}: CHECK fails {path}")
            try:
                check.check(diff)
            except Exception as error:
                print(f"  the error that Ballet keeps to itself: {error!r}")


try:
    show_check()
finally:
    del failing, passing, show_check
