"""What the core needs from outside, in its own words. Adapters and storage implement these."""

from bot.ports.chat import ChatFile, ChatLine, ChatLog
from bot.ports.chronicle import Chronicle, Story
from bot.ports.feedback import FeedbackLog
from bot.ports.ledger import DeadLetter, Leased, Ledger, Outbox
from bot.ports.pace import Limits
from bot.ports.platform import Clock, Handler, Parcel, Platform
from bot.ports.records import (
    CALLS,
    ENDING,
    AuditEntry,
    Duty,
    Escalation,
    Fate,
    Held,
    Preference,
    Timer,
    TimerKind,
    Words,
)
from bot.ports.seals import SealLog
from bot.ports.user_groups import UserGroups
from bot.ports.work import UnitOfWork

__all__ = [
    "CALLS",
    "ENDING",
    "AuditEntry",
    "ChatFile",
    "ChatLine",
    "ChatLog",
    "Chronicle",
    "Clock",
    "DeadLetter",
    "Duty",
    "Escalation",
    "Fate",
    "FeedbackLog",
    "Handler",
    "Held",
    "Leased",
    "Ledger",
    "Limits",
    "Outbox",
    "Parcel",
    "Platform",
    "Preference",
    "SealLog",
    "Story",
    "Timer",
    "TimerKind",
    "UnitOfWork",
    "UserGroups",
    "Words",
]
