"""What one transaction can reach."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import Outbox
from storage.repositories.announcements import Announcements
from storage.repositories.audit import Audit
from storage.repositories.components import Components
from storage.repositories.dedicated_channels import DedicatedChannels
from storage.repositories.deliveries import Deliveries
from storage.repositories.incidents import Incidents
from storage.repositories.notes import Notes
from storage.repositories.nudges import Nudges
from storage.repositories.open_forms import OpenForms
from storage.repositories.pages import Pages
from storage.repositories.publications import Publications
from storage.repositories.ready_messages import ReadyMessages
from storage.repositories.replies import Replies
from storage.repositories.spells import Spells


class UnitOfWork:
    def __init__(self, session: AsyncSession) -> None:
        self.pages = Pages(session)
        self.components = Components(session)
        self.spells = Spells(session)
        self.incidents = Incidents(session, self.spells)
        self.announcements = Announcements(session)
        self.dedicated_channels = DedicatedChannels(session)
        self.replies = Replies(session)
        self.outbox = Outbox(session)
        self.deliveries = Deliveries(session)
        self.publications = Publications(session)
        self.audit = Audit(session)
        self.nudges = Nudges(session)
        self.notes = Notes(session)
        self.open_forms = OpenForms(session)
        self.ready_messages = ReadyMessages(session)
