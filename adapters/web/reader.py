"""What people do in the playground, as lines of its chat and as messages to the engine. Pure, both ways.

Whatever is handled is stored as a line first and read back from it, so that a restart handles exactly the same.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.web.actions import ActionRefused, Delete, Edit, MakeTicket, PressButton, React, Say
from adapters.web.config import WebConfig
from adapters.web.files import Attached, files_of, noted, told
from adapters.web.rooms import is_direct, is_shown, may_see
from bot.commands.forms import Forms
from bot.messages import Change, Message, Person, Press, Thread
from bot.ports import ChatLine

_SLASH = re.compile(r"/([^\W\d][\w-]*)(?:\s+(.*))?", re.DOTALL)
"""A slash command; "/etc/hosts is gone" is a sentence."""
_CHANGES = {"edit": Change.EDITED, "delete": Change.DELETED}


def said(
    action: Say, root: ChatLine | None, config: WebConfig, now: datetime, files: Sequence[Attached] = ()
) -> ChatLine:
    """The line of somebody's words, with `files`; `root` is the thread that they named. Raises ActionRefused."""
    _require_place(action, root, config)
    text = action.text.strip() or ", ".join(each.name for each in files)
    if not text:
        raise ActionRefused("empty", id=action.id)
    slash = _SLASH.fullmatch(text)
    line = ChatLine("", action.place, action.root, action.who, now, 0, text=text, handled=False)
    if slash is None:
        return replace(line, payload=_json({"do": "say", "files": noted(files)})) if files else line
    if slash[1].casefold() not in config.slash:
        raise ActionRefused("unknown-command", id=action.id, command=slash[1], known=config.slash[0])
    command = {"do": "command", "text": (slash[2] or "").strip(), "root": action.root}
    return _private(line, {**command, "files": noted(files)} if files else command)


def pressed(action: PressButton, about: ChatLine | None, config: WebConfig, now: datetime) -> ChatLine:
    """The line that remembers a press on the line `about`; nobody is shown it. Raises ActionRefused."""
    if about is None or about.card is None or not is_shown(config, action.who, about):
        raise ActionRefused("unknown-line", id=action.id)
    _require_fields(action, about, config.forms)
    line = ChatLine("", about.channel, about.root, action.who, now, 0, handled=False)
    press = {"do": "press", "action": action.action, "value": action.value, "fields": action.fields, "post": about.id}
    press["language"] = about.card.language
    alone = about.private_to and about.root == about.id  # a whisper opens no thread that others could follow
    return _private(line, {**press, "root": ""} if alone else press)


def changed(action: Edit | Delete, about: ChatLine | None, config: WebConfig, now: datetime) -> ChatLine:
    """The line that remembers a change to the line `about`; nobody is shown it. Raises ActionRefused."""
    if about is None or not is_shown(config, action.who, about) or doing(about) != "say":
        raise ActionRefused("unknown-line", id=action.id)
    if about.author != action.who or (not about.text and isinstance(action, Edit)):
        raise ActionRefused("not-yours", id=action.id)
    text = action.text.strip() if isinstance(action, Edit) else ""
    if not text and isinstance(action, Edit):
        raise ActionRefused("empty", id=action.id)
    line = ChatLine("", about.channel, about.root, action.who, now, 0, text=text, handled=False)
    return _private(line, {"do": action.do, "about": about.id, "root": about.root, "said_at": about.at.isoformat()})


def wished(action: MakeTicket | React, about: ChatLine | None, config: WebConfig, now: datetime) -> ChatLine:
    """The line that remembers who wants a ticket for the author of the line `about`; a reaction is seen by whoever sees
    that line. Raises ActionRefused."""
    if isinstance(action, React) and not config.reaction:
        raise ActionRefused("unknown-action", id=action.id)
    if about is None or not is_shown(config, action.who, about) or doing(about) != "say" or about.card is not None:
        raise ActionRefused("unknown-line", id=action.id)
    line = ChatLine("", about.channel, about.root, action.who, now, 0, text=about.text, handled=False)
    wish = {"do": action.do, "of": about.id, "author": about.author, "root": about.root}
    wish |= {"said_at": about.at.isoformat()}
    if isinstance(action, React):
        reacted = {**wish, "emoji": config.reaction}
        return replace(line, private_to=about.private_to, payload=json.dumps(reacted, ensure_ascii=False))
    return _private(line, wish)


def reaction_of(line: ChatLine) -> tuple[str, str] | None:
    """The line that this one is a reaction to, and the emoji's name; None for all others."""
    what = _payload(line)
    return (str(what["of"]), str(what["emoji"])) if what.get("do") == "react" else None


def change_of(line: ChatLine) -> str:
    """The line whose words this one changes, or empty."""
    return str(_payload(line).get("about", ""))


def repeats(line: ChatLine) -> bool:
    """Whether the words of this line are those of another too, which alone keeps them once this one is handled."""
    return doing(line) in ("edit", "ticket", "react")


def message_of(line: ChatLine, config: WebConfig) -> Message:
    """What the engine is told of a line that a person wrote. The line's id is the delivery."""
    what = _payload(line)
    direct, change = is_direct(line.channel), _CHANGES.get(what.get("do", ""), Change.NEW)
    text = str(what["text"]) if what.get("do") == "command" else _without_mention(line.text, config)
    return Message(
        delivery=line.id,
        thread=Thread("web", config.workspace, line.channel, str(what.get("root", line.root))),
        sender=person_of(line.author, config),
        at=line.at,
        text=text,
        pressed=_press(what),
        direct=direct,
        addressed=direct or text != line.text or what.get("do") in ("command", "press", "ticket", "react"),
        command=what.get("do") == "command",
        files=told(files_of(what), config, line.id),
        change=change,
        about=str(what.get("about", what.get("of", ""))),
        behalf=person_of(str(what["author"]), config) if "author" in what else None,
        said_at=datetime.fromisoformat(what["said_at"]) if "said_at" in what else None,
        threadless=what.get("root") == "",
        link=link_to(line, config),
    )


def person_of(handle: str, config: WebConfig) -> Person:
    """The resident as the engine knows them."""
    resident = config.person(handle)
    name, language = (resident.name, resident.language) if resident else (handle, "")
    return Person("web", config.workspace, handle, name, language)


def link_to(line: ChatLine, config: WebConfig) -> str:
    """The address of the line in the page."""
    return f"{config.home}/#/{line.channel}/{line.id}"


def doing(line: ChatLine) -> str:
    """What the line is: "say", "command", "press", "edit", "delete" or "ticket"."""
    return str(_payload(line).get("do", "say"))


def _private(line: ChatLine, payload: dict[str, Any]) -> ChatLine:
    return replace(line, private_to=line.author, payload=_json(payload))


def _json(payload: dict[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False)


def files_in(line: ChatLine) -> tuple[Attached, ...]:
    """The files that somebody's words carry."""
    return files_of(_payload(line))


def _payload(line: ChatLine) -> dict[str, Any]:
    return dict(json.loads(line.payload)) if line.payload else {}


def _press(what: dict[str, Any]) -> Press | None:
    if what.get("do") != "press":
        return None
    fields = tuple(what["fields"].items())
    return Press(what["action"], what["value"], fields, what["post"], what.get("language", ""))


def _without_mention(text: str, config: WebConfig) -> str:
    mention = re.compile(rf"(?<!\w)@{re.escape(config.name)}\b[,:]?[ \t]*", re.IGNORECASE)
    return mention.sub("", text).strip()


def _require_place(action: Say, root: ChatLine | None, config: WebConfig) -> None:
    if not may_see(config, action.who, action.place):
        raise ActionRefused("no-access", id=action.id)
    if not action.root:
        return
    if root is None or root.channel != action.place or not is_shown(config, action.who, root):
        raise ActionRefused("unknown-line", id=action.id)


def _require_fields(action: PressButton, about: ChatLine, forms: Forms) -> None:
    """What the form does not take as it was filled in. A button that is gone is the engine's to answer."""
    buttons = about.card.buttons if about.card else ()
    button = next((one for one in buttons if (one.action, one.value) == (action.action, action.value)), None)
    wanted = button.form.fields if button and button.form else ()
    for field in wanted:
        if field.required and field.rule is None and not action.fields.get(field.name, "").strip():
            raise ActionRefused("field-required", id=action.id, field=field.name, label=field.label)
    if button is not None and button.form is not None and about.card is not None:
        press = Press(action.action, action.value, tuple(action.fields.items()))
        wrong = forms.mistakes(press, about.card.language)
        if wrong:
            raise ActionRefused("form", id=action.id, beside=wrong)
