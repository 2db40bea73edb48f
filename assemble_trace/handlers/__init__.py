"""HTTP in, HTTP out: every route of the extension."""

from __future__ import annotations

from assemble_trace.handlers import (
    checks,
    comparisons,
    forge,
    history,
    identity,
    imports,
    lessons,
    plan,
    replays,
    scripts,
    slices,
    states,
    submissions,
    trials,
)

__all__ = ["ROUTES"]

_ID = r"([0-9a-z-]{1,64})"
_STEP = r"([a-z_]{1,32})"

ROUTES = [
    ("/assemble/status", forge.StatusHandler),
    ("/assemble/forge/(.*)", forge.PageHandler),
    ("/assemble/identity", identity.IdentityHandler),
    ("/assemble/lessons/(steps|errors|glossary|checks)/([A-Za-z_-]+)", lessons.LessonHandler),
    ("/assemble/checks", checks.ChecksHandler),
    ("/assemble/checks/([A-Za-z]+)/cell", checks.CellHandler),
    ("/assemble/plan", plan.PlanHandler),
    ("/assemble/slice", slices.SliceHandler),
    ("/assemble/submissions", history.ListHandler),
    (f"/assemble/submissions/{_ID}", submissions.SubmissionHandler),
    (f"/assemble/submissions/{_ID}/shelf", history.ShelfHandler),
    (f"/assemble/submissions/{_ID}/start", submissions.StartHandler),
    (f"/assemble/submissions/{_ID}/resume", submissions.ResumeHandler),
    (f"/assemble/submissions/{_ID}/next", submissions.NextHandler),
    (f"/assemble/submissions/{_ID}/withdraw", submissions.WithdrawHandler),
    (f"/assemble/submissions/{_ID}/cancel", submissions.CancelHandler),
    (f"/assemble/submissions/{_ID}/refresh", submissions.RefreshHandler),
    (f"/assemble/submissions/{_ID}/comments", submissions.CommentHandler),
    (f"/assemble/submissions/{_ID}/reviews", submissions.ReviewHandler),
    (f"/assemble/submissions/{_ID}/merge", submissions.MergeHandler),
    (f"/assemble/submissions/{_ID}/script", scripts.ScriptHandler),
    (f"/assemble/submissions/{_ID}/replay", replays.ReplayHandler),
    (f"/assemble/submissions/{_ID}/export", replays.ExportHandler),
    (f"/assemble/submissions/{_ID}/states/{_STEP}", states.StateHandler),
    (f"/assemble/submissions/{_ID}/states/{_STEP}/file", states.FileHandler),
    (f"/assemble/submissions/{_ID}/sandboxes/{_STEP}", states.SandboxHandler),
    (f"/assemble/submissions/{_ID}/sandboxes/{_STEP}/check", states.CheckHandler),
    (f"/assemble/submissions/{_ID}/trial", trials.TrialHandler),
    ("/assemble/imports", imports.ImportHandler),
    ("/assemble/rebuilds", imports.RebuildHandler),
    ("/assemble/comparisons", comparisons.ComparisonHandler),
]
