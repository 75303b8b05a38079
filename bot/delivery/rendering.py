"""Renders a snapshot's parts."""

from __future__ import annotations

from bot.status_page.rendered import RenderedFile
from bot.status_page.renderer import render_front, render_incident, render_month
from bot.use_cases.take_snapshot import Snapshot


def gone(snapshot: Snapshot) -> tuple[str, ...]:
    """The paths that are to answer no more."""
    return (
        *(f"incidents/{id}" for id in snapshot.gone_incidents),
        *(f"history/{month}" for month in snapshot.gone_months),
    )


def render(snapshot: Snapshot, *, base_path: str) -> dict[str, RenderedFile]:
    """Every file of the snapshot by its path below the page's base."""
    files: dict[str, RenderedFile] = {}
    for incident in snapshot.incidents:
        files |= render_incident(incident, base_path=base_path)
    for month in snapshot.months:
        files |= render_month(month, base_path=base_path)
    return files | render_front(snapshot.front, base_path=base_path)
