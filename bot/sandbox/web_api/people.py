"""Who is who: the app itself, the team, users and their groups."""

from __future__ import annotations

from bot.sandbox.api_error import ApiError
from bot.sandbox.web_api.call import Answer, Call
from bot.sandbox.web_api.paging import one_page
from bot.sandbox.workspace import APP_ID, BOT_ID, BOT_USER, TEAM_DOMAIN, TEAM_ID, TEAM_NAME


def auth_test(call: Call) -> Answer:
    return {
        "url": f"https://{TEAM_DOMAIN}.slack.com/",
        "team": TEAM_NAME,
        "user": call.workspace.users[BOT_USER].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def team_info(call: Call) -> Answer:
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN}}


def bots_info(call: Call) -> Answer:
    return {"bot": {"id": BOT_ID, "app_id": APP_ID, "user_id": BOT_USER, "name": "Stormlamp", "deleted": False}}


def users_info(call: Call) -> Answer:
    user = call.workspace.users.get(call.arguments.text("user"))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": user.to_json()}


def users_list(call: Call) -> Answer:
    page, more = one_page(list(call.workspace.users.values()), call.arguments, default=1_000, most=1_000)
    return {"members": [user.to_json() for user in page], **more}


def user_groups_list(call: Call) -> Answer:
    with_users = call.arguments.flag("include_users")
    return {
        "usergroups": [
            {
                "id": group.id,
                "team_id": TEAM_ID,
                "is_usergroup": True,
                "handle": group.handle,
                "name": group.handle,
                "user_count": len(group.users),
                **({"users": list(group.users)} if with_users else {}),
            }
            for group in call.workspace.user_groups
        ]
    }


def user_group_users(call: Call) -> Answer:
    wanted = call.arguments.text("usergroup")
    group = next((group for group in call.workspace.user_groups if group.id == wanted), None)
    if group is None:
        raise ApiError("no_such_subteam")
    return {"users": list(group.users)}
