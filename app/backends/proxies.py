"""Which proxy a request goes through, as the system or the user says."""

import ipaddress
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from app.core.errors import ProxyUnusable
from app.core.settings import Network

_PORTS = {"http": 80, "https": 443, "socks4": 1080, "socks4a": 1080, "socks5": 1080}
_PORTS |= {"socks5h": 1080, "socks": 1080}


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy's address. `kind` is `http`, `https`, `socks4`, `socks4a`, `socks5` or `socks5h`.

    As text it has neither user nor password. A `socks4` or `socks5` is told the server's
    number, the others its name.
    """

    kind: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.kind}://{host}:{self.port}"

    @property
    def is_socks(self) -> bool:
        return self.kind.startswith("socks")

    @property
    def takes_names(self) -> bool:
        """Whether the proxy looks the server's name up by itself."""
        return self.kind not in ("socks4", "socks5")


def proxy_from(address: str) -> Proxy:
    """Read a proxy's address; one without a kind is of HTTP.

    Raises:
        ProxyUnusable: It cannot be read or is of a kind that we do not know.
    """
    address = address.strip()
    if not address:
        raise ProxyUnusable("", "missing")
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        parts, port = None, 0
    if parts is None or not parts.hostname or parts.scheme not in _PORTS:
        raise ProxyUnusable(_without_user(address), "address")
    kind = "socks5h" if parts.scheme == "socks" else parts.scheme
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Proxy(kind, parts.hostname, port, user, password)


def system_proxy(scheme: str, proxies: Mapping[str, str]) -> str:
    """The address in the system's `proxies` for addresses of `scheme`, "" for none."""
    if found := proxies.get(scheme) or proxies.get("all"):
        return found
    # macOS names its SOCKS proxy as if it spoke HTTP.
    socks = proxies.get("socks", "")
    return f"socks5h://{socks.rpartition('://')[2]}" if socks else ""


def is_bypassed_by_system(host: str) -> bool:
    """Whether the system reaches `host` without its proxy. It may look the name up."""
    return bool(urllib.request.proxy_bypass(host))


def is_bypassed(host: str, port: int | None, bypass: str) -> bool:
    """Whether the user wants `host` to be reached without the proxy.

    `bypass` has names (`intranet`), endings (`.example.com`), numbers (`192.168.1.7`),
    networks (`10.0.0.0/8`) or `*` for all, with commas between them and perhaps a port.
    """
    host = host.strip("[]").rstrip(".").lower()
    return any(_fits(host, port, each) for each in bypass.replace(",", " ").lower().split())


def without_proxy(network: Network, host: str, port: int | None) -> bool:
    """Whether the settings alone say that `host` is reached directly."""
    if network.proxy == "manual":
        return is_bypassed(host, port, network.proxy_bypass)
    return network.proxy == "none"


def variables_for(network: Network, password: str = "") -> dict[str, str]:
    """The environment variables with which another program goes the same way.

    Raises:
        ProxyUnusable: The proxy of the settings cannot be used.
    """
    if network.proxy == "system":
        return {}
    address, bypass = "", "*"
    if network.proxy == "manual":
        proxy = proxy_from(network.proxy_address)
        user, word = network.proxy_user or proxy.user, password or proxy.password
        login = f"{quote(user, '')}:{quote(word, '')}@" if user else ""
        address = str(proxy).replace("://", f"://{login}")
        bypass = ",".join((network.proxy_bypass, "localhost", "127.0.0.1", "::1")).strip(",")
    names = ("http_proxy", "https_proxy", "all_proxy")
    both = (*names, *(name.upper() for name in names))
    return dict.fromkeys(both, address) | {"no_proxy": bypass, "NO_PROXY": bypass}


def _fits(host: str, port: int | None, rule: str) -> bool:
    if rule == "*":
        return True
    name, _, wanted = rule.rpartition(":")
    if wanted.isdecimal() and ("]" in name or ":" not in name):
        if port is not None and int(wanted) != port:
            return False
        rule = name
    rule = rule.strip("[]")
    if rule.startswith(("*.", ".")):
        ending = rule.lstrip("*")
        return host.endswith(ending) or host == ending[1:]
    return host == rule.rstrip(".") or _is_in_network(host, rule)


def _is_in_network(host: str, rule: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(rule, strict=False)
    except ValueError:
        return False


def _without_user(address: str) -> str:
    kind, _, rest = address.rpartition("://")
    bare = rest.rpartition("@")[2]
    return f"{kind}://{bare}" if kind else bare
