"""Short answers: a refusal or a hitch in a clear sentence, with what was typed and a button that leads on."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, SectionBlock
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.buttons import declare_button, open_form, run_command
from bot.blocks.form_request import FormRequest
from bot.blocks.ids import NOTICE, Form
from bot.blocks.message import Message
from bot.blocks.mrkdwn import escape
from bot.domain.texts import later, say

NO_PAGE = later(
    "There is no status page yet. Whoever runs Stormlamp makes one: `stormlamp page create SLUG --name NAME`"
)
FAILED = later("Something went wrong on our side, and nothing was changed. Whoever runs Stormlamp finds it in the log.")
OUTDATED = later("This button or form is from another version of Stormlamp. Type `/incident` to start again.")


def sentence(text: str, *, buttons: Sequence[ButtonElement] = (), typed: str = "") -> Message:
    """`text` is mrkdwn; `typed` is repeated in full, so that nobody has to type it again."""
    said = limits.cut_escaped(text, limits.SECTION_TEXT)
    blocks: list[Block] = [SectionBlock(text=said)]
    if typed:
        kept = limits.split_escaped(
            say("What you typed:\n{typed}", typed=escape(typed)), total=limits.MESSAGE_TEXT - len(said)
        )
        blocks.extend(SectionBlock(text=piece, expand=True) for piece in kept)
    if buttons:
        blocks.append(ActionsBlock(elements=list(buttons)))
    return Message(text=limits.cut_escaped(text, limits.FALLBACK_TEXT), blocks=blocks)


def refusal(text: str, *, typed: str = "") -> Message:
    """`text` is plain."""
    return sentence(escape(text), typed=typed)


def nothing_open(typed: str) -> Message:
    return sentence(
        say("No incident is open, so there is none to update."), buttons=[declare_button(typed)], typed=typed
    )


def unknown_incident(text: str, request: FormRequest) -> Message:
    """`text` is plain and says which one is not there; another may be chosen with the message kept."""
    another = request.model_copy(update={"number": None})
    buttons = [] if request.form is Form.REOPEN else [open_form(say("Choose an incident"), another)]
    return sentence(escape(text), buttons=buttons, typed=request.typed)


def form_did_not_open(reason: str, request: FormRequest) -> Message:
    """A click on the button brings a trigger of its own, so the form can open then."""
    return sentence(
        say("The form did not open: {reason}", reason=escape(reason)),
        buttons=[open_form(say("Open the form"), request, style="primary")],
        typed="" if request.fits_button else request.typed,
    )


def too_long_for_form(typed: str) -> Message:
    return sentence(
        say(
            "What you typed has {count:,} characters, a form takes {most:,}: it holds the beginning.",
            count=len(typed),
            most=limits.INPUT_TEXT,
        ),
        typed=typed,
    )


def did_you_mean(text: str, *, suggestion: str | None, typed: str) -> Message:
    """`text` is plain; `suggestion` is a command without its `/incident`."""
    buttons = []
    if suggestion is not None and len(suggestion) <= limits.BUTTON_VALUE:
        buttons.append(run_command(f"/incident {suggestion}", suggestion))
    return sentence(
        escape(text), buttons=[*buttons, declare_button(typed)], typed="" if f"“{typed}”" in text else typed
    )


def notice_view(message: Message, *, title: str = "Stormlamp") -> View:
    """Where there is no channel to answer in, the answer is a view of its own."""
    return View(type="modal", callback_id=NOTICE, title=title, close=say("Close"), blocks=message.blocks)


def review_and_publish(request: FormRequest) -> Message:
    """In a thread no form can open by itself: nothing is public before somebody presses its button."""
    which = "" if request.number is None else say(" of INC-{number}", number=request.number)
    return sentence(
        say(
            "The form{which} is filled with what you wrote. Nothing is public before you have reviewed it.", which=which
        ),
        buttons=[open_form(say("Review and publish"), request, style="primary")],
        typed="" if request.fits_button else request.typed,
    )
