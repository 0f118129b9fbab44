"""Calls to platforms as spans: a trace configuration for the HTTP client that all of them share."""

from collections.abc import Sequence
from types import SimpleNamespace

import aiohttp
from opentelemetry.trace import get_current_span

from bot.telemetry.traces import Traces


def call_traces(traces: Traces) -> Sequence[aiohttp.TraceConfig]:
    """What to give to `aiohttp.ClientSession`; nothing where no spans are made. Addresses hold ids and are left out."""
    if not traces.on:
        return ()

    async def begin(_: aiohttp.ClientSession, here: SimpleNamespace, call: aiohttp.TraceRequestStartParams) -> None:
        here.span = traces.stage("call", **{"http.request.method": call.method})
        here.span.__enter__()

    async def end(_: aiohttp.ClientSession, here: SimpleNamespace, call: aiohttp.TraceRequestEndParams) -> None:
        get_current_span().set_attribute("http.response.status_code", call.response.status)
        here.span.__exit__(None, None, None)

    async def fail(_: aiohttp.ClientSession, here: SimpleNamespace, call: aiohttp.TraceRequestExceptionParams) -> None:
        here.span.__exit__(type(call.exception), call.exception, call.exception.__traceback__)

    config = aiohttp.TraceConfig()
    config.on_request_start.append(begin)
    config.on_request_end.append(end)
    config.on_request_exception.append(fail)
    return (config,)
