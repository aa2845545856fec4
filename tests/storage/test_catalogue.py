import ipaddress
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.core.conversation import Tokens
from app.core.errors import SettingError
from app.core.provider_facts import LISTINGS, PROTOCOLS
from app.storage.catalogue import Catalogue
from app.storage.paths import resources_folder

DAY = date(2026, 11, 24)
ASKED = Tokens(input=1_000, output=500)

SIX_LINES = """\
[acme]
name = "Acme"
protocol = "openai_chat"
address = "https://api.acme.example/v1"
key_variable = "ACME_API_KEY"
models = ["anvil-1"]
"""

PRICE = """
[[prices]]
provider = "acme"
model = "anvil-1"
currency = "EUR"
input = 1
output = 2.5
"""


@pytest.fixture(scope="module")
def shipped():
    return Catalogue(resources_folder(), Path("/nowhere"))


@pytest.fixture
def own(tmp_path):
    """The catalogue with what the given texts say in the user's data folder."""

    def make(providers="", prices=""):
        (tmp_path / "providers.toml").write_text(providers, "utf-8")
        (tmp_path / "prices.toml").write_text(prices, "utf-8")
        return Catalogue(resources_folder(), tmp_path)

    return make


def addresses(kind):
    return [
        address for address in (kind.address, *(each.address for each in kind.regions)) if address
    ]


def test_everything_that_we_ship_can_be_read(shipped):
    assert shipped.problems == ()
    assert len(shipped.kinds) >= 26
    assert len(shipped.prices) >= 20


def test_the_known_names_are_there(shipped):
    expected = """builtin ollama lmstudio llamacpp vllm deepseek openai anthropic gemini
    perplexity azure openrouter mistral groq xai moonshot alibaba ark hunyuan zhipu minimax
    siliconflow together fireworks huggingface other"""
    assert list(shipped.kinds) == expected.split()


def test_every_address_is_safe_to_send_a_key_to(shipped):
    for kind in shipped.kinds.values():
        for address in addresses(kind):
            parts = urlsplit(address)
            if parts.scheme != "https":
                assert ipaddress.ip_address(parts.hostname).is_loopback, address
                assert kind.is_local
            assert not address.endswith("/"), address
        assert kind.keys_page.startswith("https://") or not kind.keys_page


def test_every_address_says_where_and_when_it_was_read(shipped):
    for kind in shipped.kinds.values():
        if kind.address:
            assert kind.source.startswith("https://"), kind.id
            assert kind.read <= date.today(), kind.id
        for region in kind.regions:
            assert bool(region.source) == bool(region.read), kind.id
            assert region.read is None or region.read <= date.today()


def test_every_provider_of_ours_has_a_name_in_both_languages_or_one_for_all(shipped):
    for kind in shipped.kinds.values():
        for texts in (kind.name, *kind.needs.values(), *(each.name for each in kind.regions)):
            assert set(texts) in ({"en"}, {"en", "zh_CN"}), kind.id
        for texts in (*kind.needs.values(), *(each.name for each in kind.regions)):
            assert "zh_CN" in texts, kind.id


def test_what_can_be_found_on_this_machine_says_how(shipped):
    found = {kind.id for kind in shipped.kinds.values() if kind.probe}
    assert found == {"ollama", "lmstudio", "llamacpp", "vllm"}
    assert all(shipped.kinds[id].probe.startswith("/") for id in found)


def test_every_price_of_ours_is_a_real_one(shipped):
    for price in shipped.prices:
        assert price.provider in shipped.kinds
        assert price.input > 0
        assert price.output > 0
        assert price.cached is None or 0 < price.cached <= price.input, price.model
        assert price.currency in ("USD", "EUR", "CNY")
        assert price.source.startswith("https://")
        assert price.as_of <= date.today(), price.model


def test_no_price_of_ours_stands_twice(shipped):
    named = [(price.provider, price.model, price.above) for price in shipped.prices]
    assert len(named) == len(set(named))


def test_a_step_costs_more_than_the_one_below(shipped):
    for price in shipped.prices:
        if price.above:
            below = shipped.price(price.provider, price.model.rstrip("*"), Tokens(input=1), DAY)
            assert (below.above, below.input < price.input) == (0, True), price.model


def test_a_model_that_nobody_priced_is_unknown(shipped):
    assert shipped.price("openai", "gpt-99", ASKED, DAY) is None
    assert shipped.price("acme", "anvil-1", ASKED, DAY) is None


def test_our_prices_hold_for_the_first_address_only(shipped):
    first, second = addresses(shipped.kinds["moonshot"])
    assert shipped.price("moonshot", "kimi-k3", ASKED, DAY, f"{first}/").currency == "USD"
    assert shipped.price("moonshot", "kimi-k3", ASKED, DAY, second) is None


def test_adding_a_provider_is_adding_six_lines(own):
    assert SIX_LINES.count("\n") == 6
    catalogue = own(SIX_LINES)
    kind = catalogue.kinds["acme"]
    assert catalogue.problems == ()
    assert (kind.name["en"], kind.address) == ("Acme", "https://api.acme.example/v1")
    assert (kind.key_variables, kind.models) == (("ACME_API_KEY",), ("anvil-1",))
    assert kind.is_own
    assert list(catalogue.kinds)[-1] == "acme"


def test_the_least_a_provider_must_say_takes_defaults(own):
    kind = own("[acme]\nname = 'Acme'\nprotocol = 'gemini'").kinds["acme"]
    assert (kind.address, kind.listing, kind.abilities) == ("", "openai", frozenset())
    assert not kind.is_local


def test_a_provider_says_everything(own):
    kind = own(
        """
[acme]
name = { en = "Acme", zh_CN = "顶点" }
protocol = "anthropic"
address = "https://{team}.acme.example/api#"
needs.team = "Your team"
keys_page = "https://acme.example/keys"
key_variable = ["ACME_KEY", "ACME"]
key_header = "x-acme"
listing = "/catalogue"
models = ["a", "b"]
abilities = ["vision", "citations"]
is_local = false
probe = "/health"
source = "https://acme.example/docs"
read = 2026-11-24
[[acme.regions]]
name = "Moon"
address = "https://moon.acme.example"
"""
    ).kinds["acme"]
    assert kind.name["zh_CN"] == "顶点"
    assert kind.needs == {"team": {"en": "Your team"}}
    assert kind.key_variables == ("ACME_KEY", "ACME")
    assert (kind.key_header, kind.listing, kind.probe) == ("x-acme", "/catalogue", "/health")
    assert kind.abilities == {"vision", "citations"}
    assert kind.read == DAY
    assert kind.regions[0].address == "https://moon.acme.example"


def test_the_users_own_provider_wins_and_keeps_its_place(own, shipped):
    catalogue = own(SIX_LINES.replace("[acme]", "[groq]"))
    assert catalogue.kinds["groq"].name["en"] == "Acme"
    assert list(catalogue.kinds) == list(shipped.kinds)


def test_the_users_own_price_wins_wherever_the_provider_is(own):
    catalogue = own(prices=PRICE.replace("acme", "moonshot").replace("anvil-1", "kimi*"))
    for address in ("", "https://api.moonshot.cn/v1"):
        price = catalogue.price("moonshot", "kimi-k3", ASKED, DAY, address)
        assert (price.currency, price.output, price.is_own) == ("EUR", Decimal("2.5"), True)


def test_a_free_model_may_cost_nothing_when_the_user_says_so(own):
    catalogue = own(prices=PRICE.replace("1\n", "0\n").replace("2.5", "0.0"))
    assert catalogue.problems == ()
    assert catalogue.price("acme", "anvil-1", ASKED, DAY).input == 0


def test_a_broken_own_file_leaves_ours_is_said_and_is_kept(own, tmp_path, shipped):
    catalogue = own("[groq\n", "[[prices]]\nprovider = 3")
    assert catalogue.kinds == shipped.kinds
    assert catalogue.prices == shipped.prices
    assert [type(problem) for problem in catalogue.problems] == [SettingError, SettingError]
    assert "providers.toml" in str(catalogue.problems[0])
    assert "prices.toml: price 1: provider must be text" in str(catalogue.problems[1])
    assert (tmp_path / "providers.toml").read_text() == "[groq\n"


def test_a_broken_own_entry_leaves_ours_and_the_others(own, shipped):
    catalogue = own(f"[groq]\nname = 'Mine'\n{SIX_LINES}")
    assert catalogue.kinds["groq"] == shipped.kinds["groq"]
    assert "acme" in catalogue.kinds
    assert len(catalogue.problems) == 1


def test_a_file_that_is_no_text_is_a_problem(tmp_path, own):
    catalogue = own()
    (tmp_path / "prices.toml").write_bytes(b"\xff\xfe")
    assert len(catalogue.problems) == 1


def test_files_of_ours_that_are_not_there_are_a_problem(tmp_path):
    assert len(Catalogue(tmp_path, tmp_path).problems) == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("name = 3", "name must be text"),
        ("name = { zh_CN = 'x' }", "name must be there in English"),
        ("protocol = 'smtp'", "protocol must be one of openai_chat"),
        ("protocol = ''", "protocol must be there"),
        ("address = 'api.acme.example'", "address must begin with https://"),
        ("address = 'https://[::1'", "address must begin with https://"),
        ("address = 'https://a b.example'", "address must begin with https://"),
        ("address = 'https://{team}.example'", "'team' must be in an address and in needs"),
        ("needs.team = 'Team'", "'team' must be in an address and in needs"),
        ("regions = [{ name = 'x' }]", "regions: address must be there"),
        ("regions = ['x']", "regions must be a table"),
        ("keys_page = 'keys'", "keys_page must begin"),
        ("key_variable = [3]", "key_variable must be a list of texts"),
        ("listing = 'guess'", "listing must be a path"),
        ("abilities = ['flying']", "abilities may have vision"),
        ("is_local = 'yes'", "is_local must be true or false"),
        ("read = '2026'", "read must be a date"),
        ("read = 2026-11-24T10:00:00", "read must be a date"),
        ("colour = 'blue'", "nobody knows a field 'colour'"),
    ],
)
def test_a_wrong_field_of_a_provider_is_named_with_it(own, line, said):
    rest = [each for each in ("name = 'Acme'", "protocol = 'openai_chat'") if each[:4] != line[:4]]
    catalogue = own("\n".join(["[acme]", line, *rest]))
    assert "acme" not in catalogue.kinds
    assert said in str(catalogue.problems[0])


@pytest.mark.parametrize("text", ["acme = 3", "['Two Words']\nname = 'x'"])
def test_what_is_no_provider_at_all_is_said(own, text):
    assert len(own(text).problems) == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"EUR"', '"euro"', "currency must be three capital letters"),
        ('"EUR"', '""', "currency must be there"),
        ("input = 1\n", "", "input must be a number, 0 or more, it is missing"),
        ("input = 1\n", "input = -1\n", "input must be a number"),
        ("2.5", "nan", "output must be a number"),
        ("2.5", "true", "output must be a number"),
        ("2.5", "2.5\ncached = 'little'", "cached must be a number"),
        ("2.5", "2.5\nabove = -1", "above must be 0 or more"),
        ("2.5", "2.5\nuntil = 2027", "until must be a date"),
        ("2.5", "2.5\nper = 'month'", "nobody knows a field 'per'"),
        ("[[prices]]", "[prices]", "there may be [[prices]] only"),
        ("[[prices]]", "[[price]]", "there may be [[prices]] only"),
    ],
)
def test_a_wrong_field_of_a_price_is_named(own, shipped, old, new, said):
    catalogue = own(prices=PRICE.replace(old, new))
    assert catalogue.prices == shipped.prices
    assert said in str(catalogue.problems[0])


def test_prices_are_exact(own):
    price = own(prices=PRICE.replace("2.5", "0.1")).price("acme", "anvil-1", ASKED, DAY)
    assert price.output == Decimal("0.1")


def test_nothing_is_read_before_it_is_asked_for(tmp_path):
    catalogue = Catalogue(tmp_path, tmp_path)
    (tmp_path / "providers.toml").write_text(SIX_LINES, "utf-8")
    assert "acme" in catalogue.kinds


def test_the_window_starts_without_it():
    code = "import sys, app.main; print([n for n in sys.modules if 'catalogue' in n])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


def test_every_protocol_and_listing_of_ours_is_known(shipped):
    assert {kind.protocol for kind in shipped.kinds.values()} == set(PROTOCOLS)
    assert {kind.listing for kind in shipped.kinds.values()} <= set(LISTINGS)
