// SPDX-License-Identifier: MIT
// The program with the FHIR adapter, in a folder of its own, before a server that nobody here wrote.
import {execFile, spawn} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

const program = join(process.env.HOLDFAST_BUILD, 'bin', 'holdfast');
const minute = 60_000;

const toml = (value) => Array.isArray(value) ? `[${value.map(toml).join(', ')}]`
    : typeof value === 'object' ? `{${Object.entries(value).map(([key, one]) => `${key} = ${toml(one)}`).join(', ')}}`
    : JSON.stringify(value);

// Writes the configuration. `sections`: {plugin: {write_back: [...]}, adapter: {base, writes}}.
export async function practice_folder(sections) {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-program-'));
  const all = {serve: {listen: '127.0.0.1:0', data: join(folder, 'data'), zone: 'Europe/Berlin', ...sections.serve},
               plugin: sections.plugin ?? {}, adapter: {name: 'fhir', ...sections.adapter}};
  const text = Object.entries(all).map(
      ([name, section]) => `[${name}]\n${Object.entries(section).map(([key, one]) => `${key} = ${toml(one)}\n`).join('')}`);
  await writeFile(join(folder, 'holdfast.toml'), text.join('\n'), {mode: 0o600});
  return {
    folder,
    // Runs a command; answers {status, said}.
    run: (...given) => new Promise((resolve) => {
      execFile(program, [...given, '--config', join(folder, 'holdfast.toml')], {timeout: 2 * minute},
               (error, out, err) => resolve({status: error ? error.code : 0, said: out + err, out}));
    }),
    async file(name, text) {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    },
    async serve() {
      const child = spawn(program, ['serve', '--config', join(folder, 'holdfast.toml')],
                          {stdio: ['ignore', 'pipe', 'pipe']});
      const ended = new Promise((resolve) => child.once('close', resolve));
      let log = '';
      child.stderr.on('data', (piece) => { log += piece; });
      let address;
      for await (const line of createInterface({input: child.stdout}))
        if ((address = /Holdfast is at (http:\S+)\//.exec(line)?.[1])) break;
      if (!address) throw new Error(`serve ended: ${log}`);
      child.stdout.resume();
      return {
        address,
        pid: child.pid,
        log: () => log,
        async stop() {
          child.kill('SIGTERM');
          return ended;
        },
      };
    },
    remove: () => rm(folder, {recursive: true, force: true}),
  };
}

// Asks until `is_so` says yes; throws what it said last when that does not come.
export async function eventually(is_so, what) {
  const end = Date.now() + 3 * minute;
  for (;;) {
    const last = await is_so();
    if (last === true) return;
    if (Date.now() > end) throw new Error(`${what} never came: ${JSON.stringify(last)}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
