"""Whether the network's settings can be used, found out before anybody is asked."""

from app.core.errors import BackendError
from app.core.settings import Network
from app.engine.model_headers import in_thread


async def network_problem(network: Network) -> BackendError | None:
    """Why no server elsewhere could be reached so; None if nothing speaks against it.

    The file of the user's own authority is read in a thread, and no server is asked.
    """
    return await in_thread(_problem, network)


def _problem(network: Network) -> BackendError | None:
    from app.backends.certificates import trusting
    from app.backends.proxies import proxy_from

    try:
        if network.proxy == "manual":
            proxy_from(network.proxy_address)
        if network.certificates.strip():
            trusting(network.certificates)
    except BackendError as error:
        return error
    return None
