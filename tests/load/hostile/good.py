"""Good requests of people who have nothing to do with it: they are answered before, during and after the siege."""

import asyncio
import json
import time

from adapters.slack.signature import sign
from tests.contract.fake_slack import SECRET
from tests.contract.fake_teams import FakeTeams
from tests.load.hostile.visitors import Visitors

BYSTANDER = "U0BYSTANDER"
_PATIENCE = 60.0


async def good_requests(visitors: Visitors, when: str) -> list[str]:
    """What was not answered well at each door, with the words of why."""
    asked = {
        "slack": _slack(visitors),
        "teams": _teams(visitors),
        "playground": _playground(visitors, when),
        "healthz": _health(visitors),
    }
    answers = await asyncio.gather(*asked.values(), return_exceptions=True)
    return [f"{door}: {answer!r}" for door, answer in zip(asked, answers, strict=True) if answer is not None]


async def _slack(visitors: Visitors) -> None:
    """A question in direct messages is answered there."""
    slack = visitors.slack
    channel = slack.direct(BYSTANDER)
    said = len(slack.channels[channel].messages)
    body = json.dumps(slack.event(slack.write(BYSTANDER, channel, "how do I add a printer?"), channel)).encode()
    stamp = str(int(time.time()))
    headers = {"Content-Type": "application/json", "X-Slack-Request-Timestamp": stamp}
    headers["X-Slack-Signature"] = sign(SECRET, stamp, body)
    async with visitors.session.post(f"{visitors.doors}/slack/events", data=body, headers=headers) as answer:
        assert answer.status == 200, answer.status
    async with asyncio.timeout(_PATIENCE):
        while len(slack.channels[channel].messages) < said + 2:  # noqa: ASYNC110 - the fake Slack tells nobody
            await asyncio.sleep(0.05)


async def _teams(visitors: Visitors) -> None:
    people = FakeTeams(visitors.connector, visitors.session, f"{visitors.doors}/api/messages", visitors.slack.clock)
    await people.say("nadia", "a:dm-nadia", "how do I add a printer?")


async def _playground(visitors: Visitors, when: str) -> None:
    """Said over the socket and stored."""
    home = visitors.playground
    async with visitors.session.ws_connect(f"{home}/live", origin=home) as socket:
        say = {"id": f"good-{when}", "as": "maria", "do": "say", "place": "dm-maria", "text": "hello"}
        await socket.send_json(say)
        answer = await asyncio.wait_for(socket.receive_json(), _PATIENCE)
        assert answer["type"] == "done", answer


async def _health(visitors: Visitors) -> None:
    for address in (visitors.doors, visitors.playground):
        async with visitors.session.get(f"{address}/healthz") as answer:
            assert answer.status == 200, answer.status
