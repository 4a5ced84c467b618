// SPDX-License-Identifier: MIT
// The adapter before one filled server, for what it does there.
import assert from 'node:assert/strict';

import {OK, open_adapter} from './adapter.mjs';
import {fill} from './practice.mjs';
import {start_server} from './server.mjs';

export const record = (kind, more = {}) => ({
  schema: 'holdfast.record/1', kind, client: 'c-a', rating: 'r-1', at: '2026-11-23T10:02:00Z', rater: 'client',
  instrument: {id: 'holdfast-session', version: '1', title: 'Session check'},
  values: [{name: 'total', value: '325'}], ...more,
});

export async function on(offers, config, run) {
  const server = await start_server(offers);
  await fill(server);
  const adapter = await open_adapter({base: server.base, ...config});
  try {
    await run(adapter, server);
  } finally {
    await adapter.close();
    await server.stop();
  }
}

export async function sweep(adapter, limit = 1000) {
  const changes = [];
  for (let cursor = '';;) {
    const {answer, why, status} = await adapter.call('changes.since', cursor, limit);
    assert.equal(status, OK, why);
    changes.push(...answer.changes);
    cursor = answer.cursor;
    if (!answer.more) return {changes, cursor};
  }
}
