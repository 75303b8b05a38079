"""The Web API over HTTP: who calls is checked, then how often, then the method answers; or a fault does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.sandbox.api_error import ApiError
from bot.sandbox.faults import Fault, Faults, Loss, Lost, RateLimited, Refused, ServerError, Slow
from bot.sandbox.rates import Rates
from bot.sandbox.web_api.arguments import Arguments, read_arguments
from bot.sandbox.web_api.call import Answer, Call
from bot.sandbox.web_api.methods import METHODS, MethodFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class WebApi:
    """`make_call` puts a call's arguments into the workspace that it is about. No `rates`: no limits.

    `made` and `limited` count, by method, the calls that were let through and those that came too often.
    """

    bot_token: str
    app_token: str
    scopes: frozenset[str]
    make_call: Callable[[Arguments], Call]
    faults: Faults
    rates: Rates | None
    made: Counter[str] = field(default_factory=Counter)
    limited: Counter[str] = field(default_factory=Counter)

    async def answer(self, request: Request) -> Response:
        name = request.path_params["method"]
        try:
            arguments = await read_arguments(request)
            facts = self._authorised(request, name, arguments)
            channel = arguments.optional_text("channel")
        except ApiError as error:
            return JSONResponse(error.to_json())
        wait = self.rates and self.rates.seconds_to_wait(name, tier=facts.tier, channel=channel)
        if wait:
            self.limited[name] += 1
            return _rate_limited(wait)
        self.made[name] += 1
        fault = self.faults.take(name, channel=channel)
        return await self._answer(facts, arguments, fault)

    def _authorised(self, request: Request, name: str, arguments: Arguments) -> MethodFacts:
        facts = METHODS.get(name)
        if facts is None:
            raise ApiError("unknown_method", req_method=name)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        token = token if scheme == "Bearer" else arguments.optional_text("token") or ""
        if not token:
            raise ApiError("not_authed")
        if token not in {self.bot_token, self.app_token}:
            raise ApiError("invalid_auth")
        if (token == self.app_token) is not facts.needs_app_token:
            raise ApiError("not_allowed_token_type")
        if facts.scopes and not self.scopes & set(facts.scopes):
            raise ApiError("missing_scope", needed=facts.scopes[0], provided=",".join(sorted(self.scopes)))
        return facts

    async def _answer(self, facts: MethodFacts, arguments: Arguments, fault: Fault | None) -> Response:
        match fault:
            case Refused(error):
                return JSONResponse(ApiError(error).to_json())
            case RateLimited(retry_after):
                return _rate_limited(retry_after)
            case ServerError(status, None):
                return PlainTextResponse("The sandbox fails on demand.", status)
            case ServerError(status, str(error)):
                return JSONResponse(ApiError(error).to_json(), status)
            case Lost(Loss.BEFORE_THE_EFFECT):
                return _Broken()
            case Lost(Loss.AFTER_THE_EFFECT):
                self._call(facts, arguments)
                return _Broken()
            case Slow():
                answer = self._call(facts, arguments)
                fault.reached.set()
                await fault.released.wait()
                return JSONResponse(answer)
            case _:
                return JSONResponse(self._call(facts, arguments), headers={"x-oauth-scopes": ",".join(self.scopes)})

    def _call(self, facts: MethodFacts, arguments: Arguments) -> Answer:
        try:
            return {"ok": True, **facts.method(self.make_call(arguments))}
        except ApiError as error:
            return error.to_json()


def _rate_limited(seconds: int | str) -> Response:
    return JSONResponse(ApiError("ratelimited").to_json(), 429, {"retry-after": str(seconds)})


class _Broken(Response):
    """Not a byte of it comes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["cut"]()
        while (await receive())["type"] != "http.disconnect":
            pass
