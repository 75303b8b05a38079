"""How an incident stands, for the builders of forms and lists."""

from __future__ import annotations

from bot.domain.catalogue import Catalogue
from bot.domain.component import Component
from bot.domain.incident import Incident
from bot.domain.state import Found
from tests.domain.builders import a_page


def found(incident: Incident, *components: Component, others: tuple[Incident, ...] = ()) -> Found:
    """On a page with those components, beside those open incidents."""
    return Found(incident=incident, page=a_page(), catalogue=Catalogue((), components), others=others, announcements=())
