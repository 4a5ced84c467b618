# SPDX-License-Identifier: MIT
"""Short ways to rate and look through the plugin's own pages and API, as a host's user would."""
import json
import time
import uuid

import holdfast

ANSWERS = ("goals", "tasks", "bond", "overall")


def get(plugin, actor, path):
    return plugin.handle(holdfast.Request("GET", path, actor=actor))


def post(plugin, actor, path, value):
    return plugin.handle(holdfast.Request("POST", path, actor=actor, body=json.dumps(value).encode(), headers={
        "content-type": "application/json", "idempotency-key": str(uuid.uuid4())}))


def settle(plugin, seconds=60.0):
    """Ticks until nothing waits: everything mirrored, everything handed over."""
    end = time.monotonic() + seconds
    while plugin.tick(budget_ms=500) == 0:
        assert time.monotonic() < end, "work never ends"


def course(server, client):
    return server.psql("postgres", f"SELECT pk FROM holdfast_gnumed.course WHERE client = {client} LIMIT 1")


def form_of(instrument, level):
    return {"instrument": instrument, "version": "1", "answers": {item: level for item in ANSWERS}}


def rate_as_client(plugin, clinician, session, level):
    invited = post(plugin, clinician, f"/api/v1/sessions/{session}/invitations", {})
    assert invited.code == 201, invited.body
    token = json.loads(invited.body)["token"]
    done = post(plugin, "", f"/api/v1/invitations/{token}/ratings", form_of("holdfast-session", level))
    assert done.code == 201, done.body


def rate_as_therapist(plugin, clinician, session, level):
    done = post(plugin, clinician, f"/api/v1/sessions/{session}/ratings",
                form_of("holdfast-session-therapist", level))
    assert done.code == 201, done.body
