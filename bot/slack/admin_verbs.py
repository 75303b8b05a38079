"""What admins may do to pages, groups, components and ready-made messages."""

from __future__ import annotations

from dataclasses import dataclass

from bot.use_cases.actor import Admins
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminVerbs:
    admins: Admins
    create_page: CreatePage
    edit_page: EditPage
    move_page: MovePage
    remove_page: RemovePage
    create_component: CreateComponent
    edit_component: EditComponent
    move_component: MoveComponent
    retire_component: RetireComponent
    rename_group: RenameGroup
    dissolve_group: DissolveGroup
    keep_ready_message: KeepReadyMessage
    edit_ready_message: EditReadyMessage
    remove_ready_message: RemoveReadyMessage
