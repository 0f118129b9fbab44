"""The lab's own desk and articles: a plant with many teams, so that one channel's limit does not bound the whole.

Slack takes one message a second in a channel. To see what Firstline can do, tickets must be spread over many triage
channels; which team gets a ticket follows from the category of the article that is about it.
"""

import random
from dataclasses import dataclass
from pathlib import Path

STARTER_ARTICLES = Path(__file__).parents[2] / "kb" / "articles"
WORKSPACE, TENANT = "T0FIRST", "tenant-first"

_ARTICLE = """---
title: The {name} machine is stuck
aliases:
  - my {name} machine is stuck
  - the {name} does not start
tags: [{name}]
language: en
category: {name}
owner: service-desk
updated: 2026-11-02
review-by: 2036-11-02
---
Helps when the {name} machine stands still.

## Steps
1. Switch the {name} off at its red lever.
2. Wait for ten seconds until the belt has stopped.
3. Switch it on again and watch the lamp.

## When to stop and ask
- The lamp of the {name} stays red.
"""

_DESK = """[desk]
id = "service-desk"
name = "The plant's service desk"
time_zone = "Europe/London"
most_open_tickets = 0
undo_within = "{undo_within}"

[platforms.slack]
workspace = "{workspace}"

[platforms.teams]
workspace = "{tenant}"

[escalation.standard]
claim_within = "{claim_within}"
answer_within = "{answer_within}"
acknowledged_for = "{acknowledged_for}"
steps = [{{ tell = "leads", wait = "{step}" }}, {{ tell = "leads", wait = "9h" }}]

[[help_channel]]
channel = {{ slack = "C0HELP", teams = "19:help@thread.tacv2" }}
mode = "every"
"""

_TEAM = """
[[team]]
id = "{name}"
name = "The {name} people"
categories = ["{name}"]
escalation = "standard"
triage = {{ slack = "{triage}", teams = "19:triage-{name}@thread.tacv2" }}
leads = {{ slack = "{leads}", teams = "19:leads-{name}@thread.tacv2" }}

[[team.member]]
handle = "agent-{name}"
name = "Agent of {name}"
slack = "{agent}"
teams = "aad-agent-{name}"
"""


@dataclass(frozen=True, slots=True)
class Team:
    """One team of the plant; `name` is its id, its category, and the machine that it looks after."""

    name: str

    @property
    def triage(self) -> str:
        """Its triage channel in Slack."""
        return f"C0T{self.name.upper()}"

    @property
    def leads(self) -> str:
        """Its leads' channel in Slack."""
        return f"C0L{self.name.upper()}"

    @property
    def agent(self) -> str:
        """Its only member's id in Slack."""
        return f"U0A{self.name.upper()}"


@dataclass(frozen=True, slots=True)
class Plant:
    """The company that the lab serves. Unanswered tickets are escalated after `claim_within`; the leads are told, and
    once more a `step` later."""

    teams: tuple[Team, ...]
    claim_within: str = "1d"
    answer_within: str = "1d"
    step: str = "1h"
    undo_within: str = "0s"
    acknowledged_for: str = "1d"
    more: str = ""
    """Further tables of desk.toml."""

    def write(self, folder: Path) -> None:
        """Put `desk.toml` and the folder `articles` there."""
        articles = folder / "articles"
        articles.mkdir(parents=True, exist_ok=True)
        for team in self.teams:
            (articles / f"{team.name}.md").write_text(_ARTICLE.format(name=team.name), encoding="utf-8")
        (folder / "desk.toml").write_text(self.desk(), encoding="utf-8")

    def desk(self) -> str:
        """The text of desk.toml."""
        head = _DESK.format(
            workspace=WORKSPACE,
            tenant=TENANT,
            claim_within=self.claim_within,
            answer_within=self.answer_within,
            step=self.step,
            undo_within=self.undo_within,
            acknowledged_for=self.acknowledged_for,
        )
        return (
            head
            + self.more
            + "".join(
                _TEAM.format(name=team.name, triage=team.triage, leads=team.leads, agent=team.agent)
                for team in self.teams
            )
        )


def plant(teams: int = 250, claim_within: str = "1d", answer_within: str = "1d") -> Plant:
    """A plant with so many teams: always the same for the same number."""
    dice = random.Random(7)  # noqa: S311 - names, not secrets
    names: dict[str, None] = {}
    while len(names) < teams:
        names["".join(dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") for _ in range(4))] = None
    return Plant(tuple(Team(name) for name in names), claim_within, answer_within)
