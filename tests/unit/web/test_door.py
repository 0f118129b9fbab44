"""Who may come in: this computer's own page and programs, and nobody through another site's page."""

from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO

import aiohttp
import pytest
from multidict import CIMultiDict

from adapters.web.files import LARGEST
from adapters.web.guard import names_us, require_loopback
from adapters.web.server import LONGEST_FRAME, listen
from bot.errors import Misconfigured
from tests.fakes.memory_chat import MemoryChatLog
from tests.fakes.playground import CONFIG, open_playground
from tests.unit.web.test_live import Nothing


@pytest.fixture
async def home() -> AsyncIterator[str]:
    async with open_playground(Nothing(), MemoryChatLog()) as playground:
        yield playground.config.home


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


ADDRESSES = ("/", "/page/main.js", "/api/setup", "/live", "/articles/en/vpn")


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "",
        "[",
        "0.0.0.0",
        "evil@127.0.0.1",
        "127.0.0.1:18080:x",
        "127.0.0.1:x",
        "127.0.0.1/x",
        "127.0.0.1 ,evil.example",
    ],
)
async def test_another_name_for_this_address_gets_nothing(
    home: str, client: aiohttp.ClientSession, path: str, host: str
) -> None:
    async with client.get(home + path, headers={"Host": host}) as response:
        assert response.status in (400, 403)
        assert "Firstline" not in await response.text()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://localhost"])
async def test_another_sites_page_opens_no_socket(home: str, client: aiohttp.ClientSession, origin: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await client.ws_connect(f"{home}/live", origin=origin)
    assert refused.value.status == 403


@pytest.mark.parametrize("name", ["Host", "Origin"])
async def test_a_header_said_twice_is_believed_neither_time(
    home: str, client: aiohttp.ClientSession, name: str
) -> None:
    own = home if name == "Origin" else home.removeprefix("http://")
    twice = CIMultiDict([(name, own), (name, "http://evil.example")])
    async with client.get(home, headers=twice) as response:
        assert response.status in (400, 403)


async def test_our_own_page_and_a_program_do(home: str, client: aiohttp.ClientSession) -> None:
    for origin in (home, None):
        async with client.ws_connect(f"{home}/live", origin=origin) as socket:
            assert not socket.closed


@pytest.mark.parametrize("path", ADDRESSES)
async def test_nothing_can_be_posted(home: str, client: aiohttp.ClientSession, path: str) -> None:
    async with client.post(home + path, headers={"Origin": "http://evil.example"}) as response:
        assert response.status == 405


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/api/setup", "/articles/en/vpn", "/page/none.js", "/healthz"])
async def test_every_answer_carries_the_headers_that_keep_scripts_out(
    home: str, client: aiohttp.ClientSession, path: str
) -> None:
    async with client.get(home + path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/page/../server.py", "/page/%2e%2e%2fserver.py", "/page/", "/articles/en/none"])
async def test_there_is_no_way_out_of_the_pages_folder(home: str, client: aiohttp.ClientSession, path: str) -> None:
    async with client.get(home + path) as response:
        assert response.status == 404


async def test_a_frame_that_is_too_big_ends_the_socket_and_nothing_else(
    home: str, client: aiohttp.ClientSession
) -> None:
    async with client.ws_connect(f"{home}/live") as socket:
        await socket.send_str("x" * (LONGEST_FRAME + 1))
        assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
        assert socket.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
    async with client.get(f"{home}/healthz") as response:
        assert response.status == 200


async def test_K8_an_article_is_a_page_and_its_markup_only_words(home: str, client: aiohttp.ClientSession) -> None:
    async with client.get(f"{home}/articles/en/vpn") as response:
        page = await response.text()
    assert "<h1>VPN &lt;does&gt; not connect</h1>" in page
    assert "<strong>Connect</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


async def test_setup_says_who_sees_what_and_holds_every_word(home: str, client: aiohttp.ClientSession) -> None:
    async with client.get(f"{home}/api/setup") as response:
        setup = await response.json()
    places = {person["handle"]: person["places"] for person in setup["people"]}
    assert places["maria"] == ["dm-maria", "help"]
    assert places["lena"] == ["dm-lena", "help", "triage", "leads"]
    assert setup["words"]["ru"].keys() == setup["words"]["en"].keys()
    assert "{bot}" in setup["words"]["en"]["looking"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.com", ""])
def test_it_does_not_listen_where_others_could_reach_it(host: str) -> None:
    with pytest.raises(Misconfigured, match="loopback"):
        listen(replace(CONFIG, host=host))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_is_fine(host: str) -> None:
    require_loopback(replace(CONFIG, host=host))


def test_beyond_loopback_only_when_that_is_said() -> None:
    require_loopback(replace(CONFIG, host="0.0.0.0", beyond_loopback=True))


def test_further_names_must_be_given() -> None:
    assert not names_us(CONFIG, "desk.example:8080")
    assert names_us(replace(CONFIG, hosts=("desk.example",)), "desk.example:8080")


async def test_a_port_that_is_taken_is_named() -> None:
    async with open_playground(Nothing(), MemoryChatLog()) as playground:
        with pytest.raises(Misconfigured, match=str(playground.config.port)):
            listen(playground.config)


async def test_T4_files_are_taken_from_people_of_the_playground_up_to_a_size(
    home: str, client: aiohttp.ClientSession
) -> None:
    address = f"{home}/files"
    for who, name, content, status in (
        ("maria", "a.txt", b"hello", 200),
        ("maria", "a.txt", b"", 400),
        ("maria", "", b"hello", 403),
        ("nobody", "a.txt", b"hello", 403),
        ("maria", "a.txt", b"x" * (LARGEST + 1), 413),
    ):
        async with client.post(address, params={"as": who, "name": name}, data=BytesIO(content)) as answer:
            assert answer.status == status


async def test_T4_a_file_is_only_to_be_saved_whatever_it_is_called(home: str, client: aiohttp.ClientSession) -> None:
    name = '"><script>\r\nX-Evil: 1\r\n\r\n.html'
    async with client.post(f"{home}/files", params={"as": "maria", "name": name}, data=b"<script>") as answer:
        id = (await answer.json())["id"]
    async with client.get(f"{home}/files/{id}/any.html") as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "X-Evil" not in answer.headers
    async with client.get(f"{home}/files/{id[:-1]}/any.html") as answer:
        assert answer.status == 404


async def test_T4_another_site_puts_no_file_in(home: str, client: aiohttp.ClientSession) -> None:
    evil = {"Origin": "http://evil.example"}
    async with client.post(f"{home}/files", params={"as": "maria", "name": "a"}, data=b"a", headers=evil) as answer:
        assert answer.status == 403
