"""The panel offers the formats that there are, and no others."""

from __future__ import annotations

import re
from pathlib import Path

from assemble_trace.replay.exports import EXPORTS

OFFERED = Path(__file__).resolve().parents[2] / "labextension/src/away/formats.ts"


def test_the_panel_offers_every_format() -> None:
    source = OFFERED.read_text(encoding="utf-8")
    offered = re.findall(r"key: '(\w+)',\n\s+label: trans\.__\('([^']+)'\)", source)
    assert dict(offered) == {key: one.label for key, one in EXPORTS.items()}
