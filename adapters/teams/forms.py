"""Buttons and the forms they open, as actions of an Adaptive Card (T28)."""

from adapters.teams.markup import JSON, clean, escape
from adapters.teams.presses import button_data, input_id
from bot.cards import Button
from bot.inputs import Form, Input, Rule
from bot.wording.catalogue import Wording

_STYLES = {"primary": "positive", "danger": "destructive"}


def execute(button: Button, title: str) -> JSON:
    """The action that brings the press back, with a fallback for clients that cannot execute."""
    carried: JSON = {"title": clean(title), "data": button_data(button), **_style(button)}
    return {
        "type": "Action.Execute",
        "verb": button.action,
        **carried,
        "fallback": {"type": "Action.Submit", **carried},
    }


def show_form(button: Button, form: Form, language: str) -> JSON:
    """The action that unfolds the form within the card."""
    inputs = [part for field in form.fields for part in _input(button, field, language)]
    heading = {"type": "TextBlock", "text": escape(clean(form.title)), "wrap": True, "weight": "Bolder"}
    card = {"type": "AdaptiveCard", "body": [heading, *inputs], "actions": [execute(button, form.submit)]}
    return {"type": "Action.ShowCard", "title": clean(button.label), **_style(button), "card": card}


def _style(button: Button) -> JSON:
    return {"style": _STYLES[button.style]} if button.style in _STYLES else {}


def _input(button: Button, field: Input, language: str) -> list[JSON]:
    shape = _choices(field) if field.options else _typed(field)
    shape |= {"id": input_id(button, field.name), "label": clean(field.label), "isRequired": _must(field)}
    shape |= {
        name: said for name, said in (("placeholder", clean(field.placeholder)), ("value", clean(field.value))) if said
    }
    if _must(field):
        shape["errorMessage"] = Wording(language).text("teams-field-required", label=clean(field.label))
    hint = {"type": "TextBlock", "text": escape(clean(field.hint)), "wrap": True, "isSubtle": True, "size": "Small"}
    return [hint, shape] if field.hint else [shape]


def _must(field: Input) -> bool:
    """A field that is only sometimes asked for cannot be required here: the card knows no conditions."""
    return field.required and (field.rule is None or field.rule.when is None)


def _typed(field: Input) -> JSON:
    rule = field.rule or Rule()
    match rule.kind:
        case "number":
            bounds = {name: float(bound) for name, bound in (("min", rule.least), ("max", rule.most)) if bound}
            return {"type": "Input.Number", **bounds}
        case "date":
            return {"type": "Input.Date"}
        case "email":
            return {"type": "Input.Text", "style": "Email"}
        case _:
            return {"type": "Input.Text", "isMultiline": field.lines > 1}


def _choices(field: Input) -> JSON:
    choices = [{"title": clean(option.label), "value": option.value} for option in field.options]
    several = field.rule is not None and field.rule.kind == "choices"
    shape = {"type": "Input.ChoiceSet", "style": "compact", "choices": choices}
    return {**shape, "isMultiSelect": True} if several else shape
