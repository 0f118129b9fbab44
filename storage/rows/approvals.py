"""Approvals as JSON in the row of their ticket."""

from datetime import datetime, timedelta
from typing import Any

from bot.tickets.approval import Approval, Approver, Standing

Json = dict[str, Any]


def approval_values(approval: Approval | None) -> Json | None:
    """Plain data; None for a ticket of which nothing has to be approved."""
    if approval is None:
        return None
    return {
        "by": list(approval.by),
        "within": int(approval.within.total_seconds()),
        "last_within": int(approval.last_within.total_seconds()),
        "level": approval.level,
        "last_call": approval.last_call,
        "asked": [[each.handle, each.name] for each in approval.asked],
        "due_at": approval.due_at.isoformat() if approval.due_at else None,
        "posts": list(approval.posts),
        "standing": approval.standing.value,
        "decided": [approval.decided.handle, approval.decided.name] if approval.decided else None,
        "reason": approval.reason,
    }


def approval_of(data: Json | None) -> Approval | None:
    """The approval of `approval_values`."""
    if data is None:
        return None
    later = Approval((), timedelta())  # what was kept before there were last calls has those of today
    return Approval(
        by=tuple(data["by"]),
        within=timedelta(seconds=data["within"]),
        level=data["level"],
        asked=tuple(Approver(*each) for each in data["asked"]),
        due_at=datetime.fromisoformat(data["due_at"]) if data["due_at"] else None,
        posts=tuple(data["posts"]),
        standing=Standing(data["standing"]),
        decided=Approver(*data["decided"]) if data["decided"] else None,
        reason=data["reason"],
        last_within=timedelta(seconds=data.get("last_within", later.last_within.total_seconds())),
        last_call=data.get("last_call", False),
    )
