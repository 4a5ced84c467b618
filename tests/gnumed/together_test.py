# SPDX-License-Identifier: MIT
"""Two clinicians at the same time, each in a process of their own as on two machines: both rate and read at once,
and neither ever sees what is the other's.

usage: together_test.py STATE LIBRARY PROGRAM
"""
import json
import multiprocessing
import sys
import tempfile
from pathlib import Path

from gnumed import BEN, TESSA, Server, install, plugin_of  # puts the modules on the path
import holdfast_client

STATE, LIBRARY, PROGRAM = sys.argv[1:4]
PATIENCE = 240
OWN = {TESSA: "Sample", BEN: "Specimen"}
LEVELS = {TESSA: (80, 82, 78, 81, 80, 22), BEN: (60, 61, 59, 62, 60, 61)}


def sessions_of(server, user):
    return server.psql("postgres", f"""SELECT pk FROM holdfast_gnumed.session WHERE db_user = '{user}'
                                       ORDER BY started""").split()


def names_in(answer):
    return [name for name in OWN.values() if name in answer.body.decode("utf-8", "replace")]


def work(server, user, other_course, other_session, start, told):
    """One clinician's day; what was wrong in it, or nothing."""
    wrong = []
    try:
        with tempfile.TemporaryDirectory() as folder, plugin_of(server, LIBRARY, user, folder) as plugin:
            holdfast_client.settle(plugin)
            own_course = holdfast_client.course(server, server.client(OWN[user]))
            sessions = sessions_of(server, user)
            start.wait(PATIENCE)
            for session, level in zip(sessions, LEVELS[user]):
                holdfast_client.rate_as_client(plugin, user, session, level)
                for path in ("/today", f"/courses/{own_course}"):
                    page = holdfast_client.get(plugin, user, path)
                    if page.code != 200 or set(names_in(page)) - {OWN[user]}:
                        wrong.append(f"{path}: {page.code}, {names_in(page)}")
                for path in (f"/courses/{other_course}", f"/api/v1/courses/{other_course}",
                             f"/sessions/{other_session}/rate"):
                    page = holdfast_client.get(plugin, user, path)
                    if page.code not in (403, 404) or names_in(page):
                        wrong.append(f"{user} gets the other's {path}: {page.code}")
                # Whoever the plugin is told to act for, it is the login that counts.
                page = holdfast_client.get(plugin, BEN if user == TESSA else TESSA, f"/courses/{own_course}")
                if page.code == 200:
                    wrong.append(f"{user}'s plugin answers for the other: {page.code}")
                foreign = server.psql(user, "SELECT count(*) FROM holdfast.rating WHERE practice_id <> session_user")
                if foreign != "0":
                    wrong.append(f"{user} reads {foreign} of the other's ratings with psql")
                plugin.tick(budget_ms=200)
            holdfast_client.settle(plugin)
    except BaseException as error:  # told to the parent, whatever it was
        start.abort()
        wrong.append(f"{user}: {type(error).__name__}: {error}")
    told.put((user, wrong))


def main():
    server = Server(STATE).copy("gnumed_v22_together")
    done = install(server, PROGRAM)
    assert done.returncode == 0, done.stderr
    courses = {user: holdfast_client.course(server, server.client(name)) for user, name in OWN.items()}
    context = multiprocessing.get_context("spawn")
    start, told = context.Barrier(2), context.Queue()
    processes = [context.Process(target=work, args=(server, user, courses[other], sessions_of(server, other)[0], start,
                                                    told)) for user, other in ((TESSA, BEN), (BEN, TESSA))]
    for process in processes:
        process.start()
    wrong = dict(told.get(timeout=PATIENCE) for _ in processes)
    for process in processes:
        process.join(PATIENCE)
    assert wrong == {TESSA: [], BEN: []}, json.dumps(wrong, indent=1)
    for user in (TESSA, BEN):
        counts = server.psql(user, "SELECT count(*), count(DISTINCT practice_id), min(practice_id) FROM holdfast.rating")
        assert counts == f"6|1|{user}", counts
    at_once = server.psql("postgres", """SELECT count(*) FROM holdfast.rating a WHERE practice_id = 'hf-tessa' AND
        a.entered_at BETWEEN (SELECT min(entered_at) FROM holdfast.rating WHERE practice_id = 'hf-ben')
                         AND (SELECT max(entered_at) FROM holdfast.rating WHERE practice_id = 'hf-ben')""")
    assert int(at_once) > 0, "they did not work at the same time"
    print(f"two clinicians worked at once ({at_once} of 6 ratings in between the other's); each saw their own")


if __name__ == "__main__":
    main()
