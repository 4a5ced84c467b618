// SPDX-License-Identifier: MIT
// The first round through a large practice, 10,000 patients and 100,000 appointments, needs no more memory
// than a small one. Long.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {test} from 'node:test';

import {start_paging_server} from './paging_server.mjs';
import {practice_folder} from './program.mjs';

const patients = 10_000, appointments = 100_000;
const most_growth = 50;  // MB

async function resident(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'));
  return kilobytes / 1024;
}

function stored(folder) {
  const store = new DatabaseSync(join(folder, 'data', 'holdfast.db'), {readOnly: true});
  try {
    const count = (table) => store.prepare(`SELECT count(*) AS n FROM ${table}`).get().n;
    return {clients: count('mirror_client'), courses: count('mirror_course'), sessions: count('mirror_session')};
  } finally {
    store.close();
  }
}

test('the first round through a large practice brings in everything within its memory', async (t) => {
  const server = await start_paging_server({patients, appointments});
  const practice = await practice_folder({adapter: {base: server.base, canonical: 'https://clinic.example/fhir'}});
  let service;
  try {
    service = await practice.serve();
    const before = await resident(service.pid), begun = Date.now();
    let most = before;
    while (server.later_rounds() === 0) {
      assert.ok(Date.now() - begun < 20 * 60_000, `not over after 20 minutes: ${JSON.stringify(server.handed_out)}`);
      most = Math.max(most, await resident(service.pid));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    t.diagnostic(`${before.toFixed(1)} MB before, ${most.toFixed(1)} MB at most, ${((Date.now() - begun) / 1000).toFixed(0)} s`);
    assert.deepEqual(server.handed_out, {Practitioner: 100, Patient: patients, EpisodeOfCare: patients, Appointment: appointments});
    assert.deepEqual(stored(practice.folder), {clients: patients, courses: patients, sessions: appointments});
    assert.ok(most - before <= most_growth, `${before} MB before, ${most} MB at most`);
  } finally {
    await service?.stop();
    await server.stop();
    await practice.remove();
  }
});
