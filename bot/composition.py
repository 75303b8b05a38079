"""Puts the verbs together, for the composition root."""

from __future__ import annotations

from bot.slack.admin_verbs import AdminVerbs
from bot.use_cases.actor import Admins
from bot.use_cases.clock import Clock
from bot.use_cases.create_component import CreateComponent
from bot.use_cases.create_page import CreatePage
from bot.use_cases.edit_component import EditComponent
from bot.use_cases.edit_group import DissolveGroup, RenameGroup
from bot.use_cases.edit_page import EditPage
from bot.use_cases.edit_ready_message import EditReadyMessage
from bot.use_cases.keep_ready_message import KeepReadyMessage
from bot.use_cases.move_component import MoveComponent
from bot.use_cases.move_page import MovePage
from bot.use_cases.remove_page import RemovePage
from bot.use_cases.remove_ready_message import RemoveReadyMessage
from bot.use_cases.retire_component import RetireComponent
from storage.database import Database


def admin_verbs(database: Database, clock: Clock, admins: Admins) -> AdminVerbs:
    return AdminVerbs(
        admins=admins,
        create_page=CreatePage(database, clock, admins),
        edit_page=EditPage(database, clock, admins),
        move_page=MovePage(database, clock, admins),
        remove_page=RemovePage(database, clock, admins),
        create_component=CreateComponent(database, clock, admins),
        edit_component=EditComponent(database, clock, admins),
        move_component=MoveComponent(database, clock, admins),
        retire_component=RetireComponent(database, clock, admins),
        rename_group=RenameGroup(database, clock, admins),
        dissolve_group=DissolveGroup(database, clock, admins),
        keep_ready_message=KeepReadyMessage(database, clock, admins),
        edit_ready_message=EditReadyMessage(database, clock, admins),
        remove_ready_message=RemoveReadyMessage(database, clock, admins),
    )
