"""The id of what came in: it goes with the work, also into the tasks that the work starts."""

import asyncio

from bot import trace


async def test_work_bears_its_id_and_so_do_the_tasks_that_it_starts() -> None:
    async def aside() -> str:
        await asyncio.sleep(0)
        return trace.current()

    with trace.begun() as number:
        task = asyncio.create_task(aside())
    assert (trace.current(), await task, len(number)) == ("", number, 8)


def test_what_has_an_id_keeps_it() -> None:
    with trace.bound("abcd1234"), trace.begun() as number:
        assert number == trace.current() == "abcd1234"
    with trace.begun() as one, trace.bound(""), trace.begun() as other:
        assert one != other
    assert trace.current() == ""
