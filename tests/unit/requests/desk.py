"""A desk with request types, put to the one of the counter."""

from bot.desk.file import parse_desk
from tests.contract.counter import DESK

REQUESTS = """
[[person]]
handle = "maria"
name = "Maria Silva"
slack = "U0MARIA"
manager = "boris"

[[person]]
handle = "boris"
name = "Boris Klein"
slack = "U0BORIS"

[[request]]
id = "laptop"
title = { en = "New laptop", ru = "Новый ноутбук" }
group = "Equipment"
category = "hardware"
team = "network"
priority = "high"
words = ["need a laptop", "нужен ноутбук"]

[[request.field]]
name = "model"
kind = "choice"
label = { en = "Model", ru = "Модель" }
options = [
    { value = "standard", label = { en = "Standard", ru = "Обычный" } },
    { value = "power", label = { en = "Powerful", ru = "Мощный" } },
]

[[request.field]]
name = "reason"
kind = "long"
label = { en = "Why so powerful", ru = "Зачем мощный" }
when = { field = "model", is = "power" }

[[request.field]]
name = "needed_by"
kind = "date"
label = { en = "Needed by", ru = "К какому дню" }
least = "today"
required = false

[[request.field]]
name = "screens"
kind = "number"
label = { en = "Screens", ru = "Экраны" }
least = 0
most = 3
required = false

[[request]]
id = "badge"
title = "Badge"

[[request.field]]
name = "who"
label = "Whose"

[[macro]]
name = "ordered"
text = "{requester}, the {model} is ordered."
"""

DESK_TOML = DESK + REQUESTS
DESK_OF_REQUESTS = parse_desk(DESK_TOML)
