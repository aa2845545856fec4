"""Which of a provider's addresses and keys are left alone for a while, and why."""

from dataclasses import dataclass

from app.core.backend import Backend
from app.core.errors import AppError, BackendRejected


@dataclass(frozen=True, slots=True)
class Rest:
    """An address that rests, or key `number` of `count`, from 1.

    `number` is 0 where the address itself is at fault. `code` is the error's.
    """

    address: str
    number: int = 0
    count: int = 0
    code: str = ""
    status: int | None = None


def rests_of(backend: Backend, key_count: int) -> list[Rest]:
    """What rests of a backend; nothing if it is no pool."""
    members = getattr(backend, "members", ())
    resting = [member for member in members if member.problem is not None]
    return [_rest(each.address, each.key_number, key_count, each.problem) for each in resting]


def _rest(address: str, key: int, count: int, problem: AppError) -> Rest:
    status = problem.status if isinstance(problem, BackendRejected) else None
    if status in (401, 402, 403, 429) and count > 1:
        return Rest(address, key + 1, count, problem.code, status)
    return Rest(address, code=problem.code, status=status)
