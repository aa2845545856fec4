"""The network's settings, for what reaches it by other means, and whether they can be used."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from app.core.errors import BackendError, ModelFetchFailed, SecretError
from app.core.settings import Network
from app.engine.model_headers import in_thread


def fetch_through(
    network: Callable[[], Network], password: Callable[[], Awaitable[str]]
) -> Callable[[Path, Callable[[int, int], None]], Awaitable[Path]]:
    """What fetches the built-in model through the network that the settings want then."""

    async def fetch(folder: Path, on_progress: Callable[[int, int], None]) -> Path:
        from app.backends import model_files
        from app.backends.proxies import variables_for

        wanted = network()
        needs_password = wanted.proxy == "manual" and wanted.proxy_user
        try:
            variables = variables_for(wanted, await password() if needs_password else "")
        except (BackendError, SecretError) as error:
            raise ModelFetchFailed(str(error)) from error
        return await model_files.fetch(folder, on_progress, environment=variables)

    return fetch


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
