// SPDX-License-Identifier: MIT
// The adapter's library in a process of its own, called over the C ABI (adapter.py).
import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

const build = process.env.HOLDFAST_BUILD;
export const itself = 'holdfast:system';

export const OK = 0, INVALID = -1, NOT_FOUND = -2, DENIED = -3, UNSUPPORTED = -5, UNAVAILABLE = -6;

// Throws why create() refused. With `directory` the files of an earlier one are found again; with `people` the
// host beneath says that it knows some.
export async function open_adapter(config, {directory, people = false, environment = {}} = {}) {
  const folder = directory ?? await mkdtemp(join(tmpdir(), 'holdfast-fhir-'));
  const child = spawn('/usr/bin/python3',
                      ['-B', 'tests/fhir/adapter.py', join(build, 'lib', 'holdfast-adapter-fhir.so'), folder,
                       JSON.stringify(config), ...(people ? ['people'] : [])],
                      {stdio: ['pipe', 'pipe', 'inherit'], env: {...process.env, ...environment}});
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const ended = new Promise((resolve) => child.once('close', resolve));
  const next = async () => {
    const {value, done} = await lines.next();
    if (done) throw new Error('the adapter\'s process ended');
    return JSON.parse(value);
  };
  async function close({keep = false} = {}) {
    child.stdin.end();
    const code = await ended;
    if (!keep) await rm(folder, {recursive: true, force: true});
    return code;
  }
  const created = await next();
  if (created.status !== 0) {
    await close({keep: directory !== undefined});
    throw new Error(created.why);
  }
  return {
    folder, close, pid: child.pid,
    async call(name, ...given) {
      child.stdin.write(JSON.stringify({call: name, with: given}) + '\n');
      return next();
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

// Asks again as Holdfast does, until it is neither busy nor broken.
export async function until_done(adapter, name, ...given) {
  for (let turn = 0; turn < 200; ++turn) {
    const answer = await adapter.call(name, ...given);
    if (answer.status !== UNAVAILABLE) return answer;
  }
  throw new Error(`${name} never came through`);
}
