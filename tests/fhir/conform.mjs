// SPDX-License-Identifier: MIT
// The conformance suite on the FHIR adapter, with Medplum's router behind it.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {facts, fill, golden} from './practice.mjs';
import {start_server, writes} from './server.mjs';

const build = process.env.HOLDFAST_BUILD;

function conform(folder) {
  const file = (name) => join(folder, name);
  const program = join(build, 'bin', 'holdfast-conform');
  const given = ['adapter', join(build, 'lib', 'holdfast-adapter-fhir.so'), '--config', file('config.json'),
                 '--facts', file('facts.json'), '--golden', file('golden.json'), '--limit', '60', '--quiet'];
  return new Promise((resolve) => execFile(program, given, {maxBuffer: 16 << 20}, (error, out, complaints) => {
    resolve({status: error ? error.code : 0, printed: out + complaints});
  }));
}

// `offers` as start_server() takes them.
export async function must_conform(offers) {
  const server = await start_server(offers);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-fhir-'));
  try {
    await fill(server);
    const config = {base: server.base, writes, page_size: 4, timeout_s: 30};
    await writeFile(join(folder, 'config.json'), JSON.stringify(config));
    await writeFile(join(folder, 'facts.json'), JSON.stringify(facts));
    await writeFile(join(folder, 'golden.json'), JSON.stringify(golden));
    const {status, printed} = await conform(folder);
    assert.equal(status, 0, printed);
  } finally {
    await server.stop();
    await rm(folder, {recursive: true, force: true});
  }
}
