"""O1, I9: the playground's page in a real browser, with the whole engine behind it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from adapters.web.config import Resident, Room
from bot.cards import Card, Text
from bot.commands.grammar import EVERYBODYS
from bot.messages import Thread
from bot.ports import Parcel
from bot.wording.catalogue import Wording
from tests.contract.stack import guided
from tests.end_to_end.browser import PHONE, WIDE, browser, house, open_page, shoot
from tests.fakes.memory_ledger import MemoryLedger
from tests.fakes.playground import CONFIG

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chrome() -> AsyncIterator[Browser]:
    async with browser() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(chrome: Browser) -> AsyncIterator[Page]:
    """Three columns on a desktop: Maria, Sam, Lena."""
    async with house() as playground, open_page(chrome, playground.config.home, WIDE) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def phone(chrome: Browser) -> AsyncIterator[Page]:
    async with house() as playground, open_page(chrome, playground.config.home, PHONE) as opened:
        yield opened


def column(page: Page, name: str) -> Locator:
    return page.locator(f"#pane-{name} .main")


async def say(where: Locator, text: str) -> None:
    await where.get_by_role("textbox").fill(text)
    await where.get_by_role("textbox").press("Enter")


async def press(where: Locator, name: str) -> None:
    await where.get_by_role("button", name=name, exact=True).last.click()


async def test_a_question_becomes_a_fix_or_a_ticket_that_is_claimed_answered_and_resolved(page: Page) -> None:
    maria, sam, lena = (column(page, name) for name in ("employee", "team", "leads"))
    await shoot(page, "side-empty-light")
    await press(maria, "my vpn wont conect since this morning")
    await expect(maria.get_by_role("heading", name="VPN does not connect")).to_be_visible()
    await shoot(page, "side-answer-light")
    await press(maria, "Still need help")
    await expect(maria.locator(".line")).to_have_count(3)
    await say(maria, "didn't help")
    await expect(maria.get_by_text("Ticket #1 is open")).to_be_visible()
    await press(sam, "Claim")
    await expect(maria.get_by_text("Sam Okafor is looking at ticket #1 now.")).to_be_visible()
    await expect(sam.get_by_role("button", name="Claim", exact=True)).to_have_count(0)
    await press(sam, "Reply")
    await page.get_by_role("dialog").get_by_role("textbox").fill("Which office are you in?")
    await shoot(page, "dialog-light")
    await page.get_by_role("dialog").locator("button[type=submit]").click()
    await expect(maria.get_by_text("Which office are you in?")).to_be_visible()
    await say(maria, "Lisbon, second floor")
    await press(sam, "Escalate")
    await page.get_by_role("dialog").get_by_role("textbox").fill("the whole floor is down")
    await page.keyboard.press("Control+Enter")
    await press(lena, "Acknowledge")
    await expect(lena.get_by_text("Acknowledged by Lena Fischer")).to_be_visible()
    await shoot(page, "side-escalated-light")
    await say(sam, "/ticket resolve 1 Installed a new certificate")
    await press(maria, "It works")
    await expect(maria.get_by_role("button", name="It works")).to_have_count(0)
    await expect(sam.locator(".status").first).to_have_text("Closed")


async def test_K5_a_guide_leads_in_one_message_and_the_team_reads_the_way(chrome: Browser) -> None:
    async with house(library=guided) as playground, open_page(chrome, playground.config.home, WIDE) as page:
        maria, sam = column(page, "employee"), column(page, "team")
        await say(maria, "the printer shows offline")
        await press(maria, "Step by step")
        await press(maria, "Nothing comes out")
        await expect(maria.get_by_text("press any button to wake it")).to_be_visible()
        await expect(maria.locator(".line")).to_have_count(3)
        await shoot(page, "guide-light")
        await press(maria, "Back")
        await expect(maria.get_by_text("What happens when you print?")).to_be_visible()
        await say(maria, "nothing comes out")
        await press(maria, "Another error or red light")
        await shoot(page, "guide-steps-light")
        await press(maria, "The same error again")
        await expect(maria.get_by_text("Ticket #1 is open")).to_be_visible()
        await expect(sam.get_by_text("Restart the printer → The same error again")).to_be_visible()
        await shoot(page, "guide-ticket-light")


async def test_K5_O4_a_guide_on_a_phone_in_russian(chrome: Browser) -> None:
    async with house(library=guided) as playground, open_page(chrome, playground.config.home, PHONE) as page:
        maria = column(page, "one")
        await say(maria, "не могу войти")
        await expect(maria.get_by_text("Куда не получается войти?")).to_be_visible()
        await press(maria, "В сам компьютер")
        await expect(maria.get_by_text("Caps Lock")).to_be_visible()
        assert not await page.evaluate(SIDEWAYS)
        await shoot(page, "guide-phone-russian")


async def test_K1_where_several_articles_come_near_the_asker_chooses_by_button_or_number(page: Page) -> None:
    maria, sam = column(page, "employee"), column(page, "team")
    await say(maria, "cannot sign in to my account on my phone")
    card = maria.locator(".card").last
    await expect(card.get_by_role("button")).to_have_count(4)
    await shoot(page, "side-choice-light")
    await press(maria, "Account is locked")
    await expect(maria.get_by_role("heading", name="Account is locked")).to_be_visible()
    await expect(maria.get_by_role("button", name="None of these")).to_have_count(0)
    await shoot(page, "side-chosen-light")
    await press(maria, "Solved")
    await say(maria, "printer")
    await expect(maria.get_by_role("button", name="Adding a printer")).to_be_visible()
    await say(maria, "2")
    await expect(maria.get_by_role("heading", name="Printer does not print")).to_be_visible()
    await press(maria, "Solved")
    await say(maria, "vpn problem")
    await press(maria, "None of these")
    await expect(sam.get_by_text("Shown, not chosen")).to_be_visible()
    await shoot(page, "side-none-light")


async def test_K1_a_choice_on_a_phone_is_read_and_pressed_without_scrolling_sideways(phone: Page) -> None:
    await say(column(phone, "one"), "cannot sign in to my account on my phone")
    await expect(phone.get_by_role("button", name="None of these")).to_be_visible()
    assert not await phone.evaluate(SIDEWAYS)
    await shoot(phone, "phone-choice")


async def test_T4_the_requesters_words_are_in_the_triage_thread_and_the_teams_stay_there(page: Page) -> None:
    maria, team = column(page, "employee"), column(page, "team")
    await say(maria, "I need a human, my desk is on fire")
    await press(team, "Claim")
    await say(maria, "Lisbon, second floor")
    await team.locator(".replies").click()
    thread = page.locator("#pane-team .thread")
    await expect(thread.get_by_text("Lisbon, second floor")).to_be_visible()
    await say(thread, "she had the same last year")
    await expect(thread.get_by_text("she had the same last year")).to_be_visible()
    await shoot(page, "side-thread-light")
    await expect(maria.get_by_text("she had the same last year")).to_have_count(0)


async def test_I2_an_answer_to_a_mention_opens_its_thread_and_escape_closes_it(page: Page) -> None:
    await page.get_by_role("button", name="One person").click()
    await page.locator(".sidebar").get_by_role("button", name="help").first.click()
    box = column(page, "one").get_by_role("textbox")
    await say(column(page, "one"), "@Firstline my vpn does not connect")
    thread = page.locator(".thread")
    await expect(thread.get_by_role("heading", name="VPN does not connect")).to_be_visible()
    await expect(box).to_be_focused()
    await shoot(page, "one-thread-light")
    await page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()
    replies = column(page, "one").locator(".replies")
    await replies.press("Enter")
    await expect(thread.get_by_role("textbox")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(replies).to_be_focused()


async def test_T4_words_are_edited_and_deleted_and_files_go_along(page: Page, tmp_path: Path) -> None:
    maria, sam = column(page, "employee"), column(page, "team")
    await say(maria, "I need a human, my romo is dark")
    await expect(sam.get_by_text("my romo is dark").first).to_be_visible()
    await _tool(maria, "my romo is dark", "Edit")
    await page.get_by_role("dialog").get_by_role("textbox").fill("I need a human, my room is dark")
    await page.get_by_role("dialog").locator("button[type=submit]").click()
    await expect(sam.get_by_text("my room is dark").first).to_be_visible()
    await expect(sam.get_by_text("my romo is dark")).to_have_count(0)
    file = tmp_path / "lamp.txt"
    file.write_text("a lamp", encoding="utf-8")
    await maria.locator("input[type=file]").set_input_files(file)
    await expect(maria.locator(".files.chosen")).to_contain_text("lamp.txt")
    await shoot(page, "attached-light")
    await say(maria, "it looks like this")
    await expect(maria.get_by_role("link", name="lamp.txt (6 B)")).to_be_visible()
    await sam.locator(".replies").first.click()
    thread = page.locator("#pane-team .thread")
    await expect(thread.get_by_role("link", name="lamp.txt")).to_be_visible()
    await _tool(maria, "it looks like this", "Delete")
    await page.get_by_role("dialog").locator("button[type=submit]").click()
    await expect(maria.locator(".gone")).to_have_text("deleted")
    await expect(thread.get_by_role("link", name="lamp.txt")).to_have_count(0)


async def _tool(where: Locator, words: str, name: str) -> None:
    line = where.locator(".line", has_text=words).first
    await line.hover()
    await line.get_by_role("button", name=name, exact=True).click()


async def test_commands_are_completed_by_keyboard(page: Page) -> None:
    box = column(page, "team").get_by_role("textbox")
    await box.press_sequentially("/t")
    menu = page.get_by_role("listbox", name="Commands")
    await expect(menu.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    await box.press("ArrowDown")
    chosen = menu.get_by_role("option", selected=True)
    assert await box.get_attribute("aria-activedescendant") == await chosen.get_attribute("id")
    await shoot(page, "completion-light")
    await box.press("Tab")
    await expect(box).to_have_value("/ticket claim ")
    await box.fill("/ticket he")
    await box.press("Enter")
    await expect(box).to_have_value("/ticket help ")
    await box.press("Enter")
    await expect(column(page, "team").get_by_role("heading", name="Commands of /ticket")).to_be_visible()
    await box.press_sequentially("/x")
    await expect(menu).to_be_hidden()


async def test_T3_what_can_be_said_is_completed_too_in_both_languages(page: Page) -> None:
    box = column(page, "team").get_by_role("textbox")
    options = page.get_by_role("listbox", name="Commands").locator(".example")
    await box.press_sequentially("/ticket assign 12 ")
    await expect(options).to_have_text(["lena", "nadia", "sam"])
    await box.press_sequentially("n")
    await box.press("Tab")
    await expect(box).to_have_value("/ticket assign 12 nadia")
    await expect(options).to_have_count(0)
    await box.fill("/ticket взя")
    await box.press("Tab")
    await expect(box).to_have_value("/ticket взять ")
    await box.fill("/ticket приоритет 3 u")
    await expect(options).to_have_text(["urgent"])


async def test_an_employee_is_suggested_only_what_they_may_use(page: Page) -> None:
    box = column(page, "employee").get_by_role("textbox")
    await box.press_sequentially("/ticket")
    options = page.get_by_role("listbox", name="Commands").locator(".example")
    words = Wording("en")
    await expect(options).to_have_text([f"/ticket {words.text(f'command-{name}-usage')}" for name in EVERYBODYS])
    await shoot(page, "completion-employee-light")
    await box.press("ArrowUp")
    await box.press("Enter")
    await expect(box).to_have_value("/ticket help ")


@pytest.mark.parametrize("bare", ["/ticket", "/ticket "])
async def test_the_command_alone_asks_for_help(page: Page, bare: str) -> None:
    team = column(page, "team")
    await team.get_by_role("textbox").press_sequentially(bare)
    menu = page.get_by_role("listbox", name="Commands")
    await expect(menu.get_by_role("option")).to_have_count(13)
    await expect(menu.get_by_role("option", selected=True)).to_have_count(0)
    await team.get_by_role("textbox").press("Enter")
    await expect(team.get_by_role("heading", name="Commands of /ticket")).to_be_visible()


async def test_a_wrong_command_is_answered_to_that_person_alone(page: Page) -> None:
    team = column(page, "team")
    await say(team, "/tikcet claim 1")
    note = "Only you see this. There is no command /tikcet. Type /ticket help to see what there is."
    await expect(team.get_by_role("alert")).to_have_text(note)
    await shoot(page, "note-light")
    await say(team, "/ticket clam 1")
    await expect(team.locator(".line.private").last).to_contain_text("claim")
    await page.locator("#pane-team select").select_option("nadia")
    await expect(team.locator(".line")).to_have_count(0)


async def test_a_dialog_keeps_the_focus_says_what_is_missing_and_gives_the_focus_back(page: Page) -> None:
    await say(column(page, "employee"), "I need a human")
    opener = column(page, "team").get_by_role("button", name="Reply", exact=True)
    await opener.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("textbox")).to_be_focused()
    await dialog.locator("button[type=submit]").click()
    await expect(dialog.get_by_text("Please fill in")).to_be_visible()
    await expect(dialog.get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
    await expect(dialog.get_by_role("textbox")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(opener).to_be_focused()


async def test_the_keyboard_alone_is_enough(page: Page) -> None:
    await page.keyboard.press("Tab")
    await expect(page.locator("#skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(column(page, "employee").get_by_role("textbox")).to_be_focused()
    await page.keyboard.type("my vpn does not connect")
    await page.keyboard.press("Enter")
    solved = column(page, "employee").get_by_role("button", name="Solved")
    await expect(solved).to_be_visible()
    for _ in range(12):
        await page.keyboard.press("Shift+Tab")
        if await solved.evaluate("node => node === document.activeElement"):
            break
    await expect(solved).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(solved).to_have_count(0)
    assert await page.evaluate("document.activeElement !== document.body"), "the focus was lost with the button"


async def test_tab_goes_through_the_page_in_reading_order(page: Page) -> None:
    order = []
    for _ in range(40):
        await page.keyboard.press("Tab")
        order.append(await page.evaluate("document.activeElement.closest('.top, .pane')?.id ?? ''"))
    groups = [one for at, one in enumerate(order) if at == 0 or order[at - 1] != one]
    assert groups[:5] == ["", "top", "pane-employee", "pane-team", "pane-leads"]


UNNAMED = """() => [...document.querySelectorAll('button, select, textarea, input, a[href], [role=region], nav, aside')]
  .filter((node) => node.getClientRects().length > 0)
  .filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim() || node.labels?.length
    || document.getElementById(node.getAttribute('aria-labelledby') ?? '')))
  .map((node) => node.outerHTML.slice(0, 120))"""
DOUBLE = """() => { const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at); }"""
SMALL = """() => [...document.querySelectorAll('button, select')].filter((node) => node.getClientRects().length > 0)
  .filter((node) => { const box = node.getBoundingClientRect(); return box.width < 24 || box.height < 18; })
  .map((node) => node.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("view", ["Side by side", "One person"])
async def test_everything_has_a_name_and_can_be_hit(page: Page, view: str) -> None:
    await say(column(page, "employee"), "I need a human")
    await expect(column(page, "team").get_by_role("button", name="Claim")).to_be_visible()
    await page.get_by_role("button", name=view).click()
    assert await page.evaluate(UNNAMED) == []
    assert await page.evaluate(DOUBLE) == []
    assert await page.evaluate(SMALL) == []
    assert await page.locator("img:not([alt])").count() == 0
    assert await page.locator("h1").count() == 1
    assert await page.locator("main").count() == 1


async def test_O1_a_team_that_is_new_has_its_room_without_a_reload(chrome: Browser) -> None:
    async with house() as playground, open_page(chrome, playground.config.home, WIDE) as page:
        await say(column(page, "employee"), "I need a human")
        await expect(column(page, "team").get_by_role("button", name="Claim")).to_be_visible()
        hr, pia = Room("hr-triage", "hr-triage", "triage"), Resident("pia", "Pia Lund", "agent")
        before = playground.config
        there = replace(before, rooms=(*before.rooms, hr), people=(*before.people, pia))
        playground.described = lambda: there
        tab = page.locator("#pane-team nav").get_by_role("button", name="#hr-triage")
        await expect(tab).to_be_visible()
        card = Card("en", (Text(("the first card of this room",)),))
        await playground.platform.send(Parcel("hr", Thread("web", "playground", "hr-triage"), card))
        await tab.click()
        await expect(column(page, "team").get_by_text("the first card of this room")).to_be_visible()
        await page.locator("#pane-team select").select_option("pia")
        await tab.click()
        await expect(column(page, "team").get_by_text("the first card of this room")).to_be_visible()
        playground.described = lambda: before
        await expect(tab).to_have_count(0)
        await expect(page.locator("#pane-team select").locator("option", has_text="Pia")).to_have_count(0)


async def test_news_are_read_out_once_and_history_is_not(page: Page) -> None:
    await page.locator("#pane-leads select").select_option("maria")
    await say(column(page, "employee"), "I need a human")
    spoken = page.locator("#announcer p")
    await expect(spoken.filter(has_text="Ticket #1 is open")).to_have_count(1)
    await page.reload()
    await expect(column(page, "employee").get_by_text("Ticket #1 is open")).to_be_visible()
    await expect(spoken).to_have_count(0)


async def test_what_people_write_is_never_markup(page: Page) -> None:
    hostile = '<img src=x onerror="document.title=1"> <b>bold</b> [x](javascript:alert(1))'
    await say(column(page, "employee"), f"I need a human {hostile}")
    card = column(page, "team").locator("blockquote").first
    await expect(card).to_contain_text(hostile)
    assert await page.locator(".line img:not(.avatar), .line b").count() == 0


async def test_O4_the_language_changes_every_word_and_stays(page: Page) -> None:
    await page.get_by_label("Language").select_option("ru")
    await expect(page.locator("html")).to_have_attribute("lang", "ru")
    await expect(page.get_by_role("button", name="Рядом")).to_be_visible()
    await shoot(page, "side-ru-light")
    await page.reload()
    await expect(page.get_by_role("button", name="Рядом")).to_be_visible()


async def test_light_and_dark_follow_the_system_until_chosen(chrome: Browser) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    async with house() as playground, open_page(chrome, playground.config.home, WIDE, color_scheme="dark") as page:
        dark = await page.evaluate(ground)
        await say(column(page, "employee"), "my vpn does not connect")
        await expect(column(page, "employee").get_by_role("button", name="Solved")).to_be_visible()
        await shoot(page, "side-dark")
        await page.get_by_role("button", name="Appearance").click()
        light = await page.evaluate(ground)
        assert light != dark
        await page.reload()
        assert await page.evaluate(ground) == light


async def test_a_link_to_a_message_leads_there(page: Page) -> None:
    await say(column(page, "employee"), "I need a human")
    card = column(page, "team").locator(".line").first
    id = await card.get_attribute("data-id")
    home = page.url.split("#")[0]
    await page.goto("about:blank")
    await page.goto(f"{home}#/triage/{id}")
    await expect(column(page, "team").locator(f"[data-id='{id}']")).to_be_focused()


async def test_the_cards_link_shows_the_conversation_where_somebody_can_see_it(page: Page) -> None:
    await page.locator("#pane-employee").get_by_role("button", name="#help").click()
    await say(column(page, "employee"), "@Firstline I need a human")
    asked = column(page, "employee").locator(".line").first
    await expect(column(page, "team").get_by_role("button", name="Claim")).to_be_visible()
    for _ in range(2):
        await page.locator("#pane-employee").get_by_role("button", name="Firstline", exact=True).click()
        await column(page, "team").locator("a.within").click()
        await expect(page.locator("#pane-team").get_by_text("@Firstline I need a human").first).to_be_visible()
        await page.locator("#pane-team").get_by_role("button", name="#triage").click()
    await expect(asked).to_have_count(0)


async def test_two_pages_see_the_same_at_once(page: Page, chrome: Browser) -> None:
    home = page.url
    async with open_page(chrome, home, WIDE) as other:
        await say(column(page, "employee"), "I need a human")
        await press(column(other, "team"), "Claim")
        await expect(column(page, "team").get_by_role("button", name="Release")).to_be_visible()


async def test_O6_a_server_that_comes_back_is_found_again_and_nothing_is_lost_or_doubled(chrome: Browser) -> None:
    ledger = MemoryLedger()
    first = house(ledger=ledger)
    playground = await first.__aenter__()
    async with open_page(chrome, playground.config.home, WIDE) as page:
        maria = column(page, "employee")
        await say(maria, "my vpn does not connect")
        await expect(maria.get_by_role("button", name="Solved")).to_be_visible()
        await first.__aexit__(None, None, None)
        await expect(page.locator("#banner")).to_contain_text("Connection lost")
        await say(maria, "didn't help")
        await expect(maria.locator(".unsent")).to_contain_text("Waits for the connection")
        await shoot(page, "side-lost-light")
        async with house(replace(CONFIG, port=playground.config.port), ledger):
            await expect(page.locator("#banner")).to_contain_text("Connected again")
            await expect(maria.get_by_text("didn't help")).to_have_count(1)
            await expect(maria.locator(".unsent")).to_have_count(0)
            await expect(maria.get_by_role("button", name="Solved")).to_have_count(1)


SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_on_a_phone_nothing_scrolls_sideways(phone: Page, language: str) -> None:
    await phone.get_by_role("combobox").first.select_option(language)
    await phone.locator("#pane-one .suggestion").first.click()
    await phone.locator("#pane-one .button.primary").first.wait_for()
    assert not await phone.evaluate(SIDEWAYS)
    await shoot(phone, f"phone-answer-{language}")
    await phone.locator("#pane-one .who select").select_option("sam")
    await phone.locator("[data-focus=triage]").click()
    await say(column(phone, "one"), "/ticket help")
    await phone.locator(".card").first.wait_for()
    assert not await phone.evaluate(SIDEWAYS)
    await phone.locator("[data-view=side]").click()
    await phone.locator("[data-column=team]").click()
    await expect(phone.locator("#pane-team")).to_be_visible()
    await expect(phone.locator("#pane-employee")).to_be_hidden()
    assert not await phone.evaluate(SIDEWAYS)
    await shoot(phone, f"phone-columns-{language}")


CUT = """nodes => nodes.filter((node) => {
  const box = node.getBoundingClientRect(), around = node.closest('.tabs').getBoundingClientRect();
  return box.left < around.left || box.right > around.right + 1 || box.bottom > around.bottom + 1;
}).map((node) => node.textContent)"""


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
async def test_O1_no_tab_of_a_lead_of_many_rooms_is_cut(chrome: Browser, viewport: dict[str, int]) -> None:
    more = (Room("hr-triage", "hr-triage", "triage"), Room("network-triage", "network-triage", "triage"))
    config = replace(CONFIG, rooms=(*CONFIG.rooms, *more))
    async with house(config) as playground, open_page(chrome, playground.config.home, viewport) as page:
        if viewport == PHONE:
            await page.locator("[data-view=side]").click()
            await page.locator("[data-column=leads]").click()
        tabs = page.locator("#pane-leads .tab")
        await expect(page.locator("#pane-leads [data-focus=network-triage]")).to_be_visible()
        await shoot(page, f"many-rooms-{viewport['width']}")
        assert await tabs.evaluate_all(CUT) == []
        assert not await page.evaluate(SIDEWAYS)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_O4_the_example_in_the_clock_can_be_read_whole(
    chrome: Browser, viewport: dict[str, int], language: str
) -> None:
    config = replace(CONFIG, mover=lambda _: None)
    async with house(config) as playground, open_page(chrome, playground.config.home, viewport) as page:
        await page.locator(".settings select").select_option(language)
        await expect(page.locator("html")).to_have_attribute("lang", language)
        when = page.locator(".clock input")
        await shoot(page, f"clock-{viewport['width']}-{language}")
        await when.fill(await when.get_attribute("placeholder") or "")
        assert await when.evaluate("node => node.scrollWidth <= node.clientWidth")
        assert not await page.evaluate(SIDEWAYS)


async def test_in_direct_messages_the_next_words_go_on_or_begin_anew(page: Page) -> None:
    maria = column(page, "employee")
    await say(maria, "my vpn does not connect")
    await expect(maria.locator(".context")).to_contain_text("Continues: my vpn does not connect")
    await press(maria, "New question")
    await say(maria, "the printer prints nothing")
    await expect(maria.get_by_role("heading", name="Printer does not print")).to_be_visible()
    await expect(maria.get_by_role("button", name="Solved")).to_have_count(2)
    await expect(maria.locator(".context")).to_contain_text("Continues: the printer prints nothing")


async def test_a_new_question_stays_chosen_until_it_is_written(page: Page) -> None:
    maria = column(page, "employee")
    await say(maria, "my vpn does not connect")
    await press(maria, "New question")
    await say(maria, "/ticket mine")
    await expect(maria.locator(".line.private.command")).to_have_count(1)
    await expect(maria.get_by_text("You have no tickets")).to_be_visible()
    await expect(maria.locator(".context")).to_contain_text("This begins a new question")
    await shoot(page, "new-question-light")
    await say(maria, "the printer prints nothing")
    await expect(maria.locator(".context")).to_contain_text("Continues: the printer prints nothing")


async def test_words_go_on_with_a_ticket_that_is_open_again(page: Page) -> None:
    maria, sam = column(page, "employee"), column(page, "team")
    await say(maria, "I need a human, my desk is on fire")
    await say(sam, "/ticket resolve 1 Put it out")
    await press(maria, "Not yet")
    await expect(maria.get_by_text("Ticket #1 is open again")).to_be_visible()
    await expect(maria.locator(".line").last.locator(".status")).to_have_count(0)
    await expect(maria.locator(".context")).to_contain_text("Continues: I need a human")
    await shoot(page, "open-again-light")
    await say(sam, "/ticket resolve 1 Put it out again")
    await press(maria, "It works")
    await expect(maria.get_by_text("Ticket #1 is closed")).to_be_visible()
    await expect(maria.locator(".context")).to_be_hidden()


async def test_thanks_do_not_take_the_question_of_a_resolved_ticket_away(page: Page) -> None:
    maria, sam = column(page, "employee"), column(page, "team")
    await say(maria, "I need a human, my desk is on fire")
    await say(sam, "/ticket resolve 1 Put it out")
    await expect(maria.get_by_role("button", name="It works")).to_be_visible()
    await say(maria, "спасибо")
    await expect(maria.get_by_text("You are welcome")).to_be_visible()
    await shoot(page, "thanks-light")
    await press(maria, "It works")
    await expect(maria.get_by_text("Ticket #1 is closed")).to_be_visible()


async def test_firstline_looks_no_longer_when_words_are_taken_and_nothing_follows(page: Page) -> None:
    maria = column(page, "employee")
    await say(maria, "I need a human, my desk is on fire")
    await expect(maria.get_by_text("Ticket #1 is open")).to_be_visible()
    await page.clock.install()
    await say(maria, "Lisbon, second floor")
    await expect(column(page, "team").locator(".replies")).to_be_visible()
    await page.clock.run_for(3000)
    await expect(maria.locator(".unsent")).to_have_count(0)
    assert await maria.locator(".looking").count() == 0


async def test_unread_messages_are_counted_until_they_are_seen(page: Page) -> None:
    await say(column(page, "employee"), "I need a human")
    tab = page.locator("#pane-leads").get_by_role("button", name="#triage")
    await expect(tab).to_contain_text("1")
    await tab.click()
    await expect(tab.locator(".badge")).to_have_count(0)
    await expect(page).to_have_title("Firstline playground")


async def test_I6_a_reaction_on_a_message_opens_a_ticket_for_its_author(chrome: Browser) -> None:
    config = replace(CONFIG, reaction="ticket")
    async with house(config) as playground, open_page(chrome, playground.config.home, WIDE) as page:
        maria, sam = column(page, "employee"), column(page, "team")
        await page.locator("#pane-employee").get_by_role("button", name="#help").click()
        await say(maria, "the badge reader at the east door is dead")
        await page.locator("#pane-team").get_by_role("button", name="#help").click()
        line = sam.locator(".line", has_text="badge reader").first
        await line.hover()
        await line.get_by_role("button", name="React with").click()
        await expect(maria.locator(".reactions")).to_have_text("🎫")
        await expect(page.get_by_text("Ticket #1 is open for Maria Silva").first).to_be_visible()
        await shoot(page, "side-reaction-light")
        await page.reload()
        await expect(page.locator(".reactions").first).to_have_text("🎫")
