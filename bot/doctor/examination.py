"""Checks carried out side by side; one that itself fails is a finding like another."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.doctor.finding import Finding, problem
from bot.errors import FirstlineError

TIME_LIMIT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Check:
    """One question to the world; `subject` is what it is about."""

    subject: str
    run: Callable[[], Awaitable[Sequence[Finding]]]
    limit: timedelta = TIME_LIMIT


async def examine(checks: Sequence[Check]) -> AsyncIterator[Sequence[Finding]]:
    """The findings of each check, as soon as it is done."""
    tasks = [asyncio.create_task(_findings(check)) for check in checks]
    try:
        for done in asyncio.as_completed(tasks):
            yield await done
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _findings(check: Check) -> Sequence[Finding]:
    try:
        async with asyncio.timeout(check.limit.total_seconds()):
            return await check.run()
    except TimeoutError:
        return [problem(check.subject, "no-answer", subject=check.subject, seconds=int(check.limit.total_seconds()))]
    except FirstlineError as error:
        return [problem(check.subject, "failed", subject=check.subject, reason=str(error))]
    except Exception as error:  # whatever it is, the other checks go on, and the doctor says so
        return [problem(check.subject, "broken", subject=check.subject, error=type(error).__name__)]
