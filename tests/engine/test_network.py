import subprocess
import sys
from pathlib import Path

import pytest

from app.core.errors import CertificatesUnusable, ProxyUnusable
from app.core.settings import Network
from app.engine.network import network_problem

PEM = Path(__file__).parents[1] / "backends" / "self_signed.pem"


@pytest.mark.parametrize(
    ("network", "kind"),
    [
        (Network(), type(None)),
        (Network(proxy="manual", proxy_address="socks5://proxy:1080"), type(None)),
        (Network(proxy="manual"), ProxyUnusable),
        (Network(proxy="manual", proxy_address="gopher://proxy"), ProxyUnusable),
        (Network(proxy="none", proxy_address="gopher://proxy"), type(None)),
        (Network(certificates=str(PEM)), type(None)),
        (Network(certificates="/gone.pem"), CertificatesUnusable),
        (Network(certificates=__file__), CertificatesUnusable),
        (Network(certificates="/"), CertificatesUnusable),
    ],
)
async def test_what_is_wrong_with_the_network_is_known_before_anybody_is_asked(network, kind):
    assert type(await network_problem(network)) is kind


def test_it_is_found_out_without_what_speaks_http():
    code = """
import asyncio, sys
from app.core.settings import Network
from app.engine.network import network_problem
asyncio.run(network_problem(Network(proxy="manual", proxy_address="http://p", certificates="/x")))
print([name for name in ("aiohttp", "httpx", "aiohttp_socks") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
