"""How often the Bot Connector may be called (T17), as buckets within the windows that Microsoft documents.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: to one conversation 7 in a second, 8 in two,
60 in thirty and 1,800 in an hour; of one app in one tenant 30 in a second.

How those are counted is not said, so they hold however a window lies. There is room besides for calls that arrive
closer together than they left: by 0.6 s in a conversation, and by 0.3 s in the tenant.
"""

from datetime import timedelta

from bot.ports.pace import Bucket, Limits

LIMITS = Limits(
    channel=(Bucket(5, timedelta(milliseconds=667)), Bucket(280, timedelta(milliseconds=2400))),
    workspace=(Bucket(8, timedelta(milliseconds=60)),),
    private=3,
    edit=2,
)
"""A private post may first ask for the person's id and open the chat; an edit may need a second address."""
