"""A skipped test is a failed one, unless it is listed here with its reason."""

from __future__ import annotations

import pytest

#: The reasons that may stand in ``pytest.skip``, and why each is no failure.
ALLOWED = {
    "no Python newer than 3.11 on this machine": (
        "a second interpreter cannot be made by a test; where there is one, the test runs"
    ),
}


class Skips:
    """Collects the skips of a run and fails it for any that is not listed."""

    def __init__(self) -> None:
        self.unlisted: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a skip whose reason is not listed."""
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else "")
            if not any(allowed in reason for allowed in ALLOWED):
                self.unlisted.append(f"{report.nodeid}: {reason}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run."""
        if self.unlisted:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which."""
        for line in self.unlisted:
            terminalreporter.write_line(f"skipped without leave: {line}", red=True)
