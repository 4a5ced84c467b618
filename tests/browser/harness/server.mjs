// SPDX-License-Identifier: MIT
// A demo practice of its own for a test file: own port, own data folder, ended with the test.
import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const build = process.env.HOLDFAST_BUILD;
if (!build) throw new Error('HOLDFAST_BUILD names the build folder, for example build/release');

const START_MS = 60000;
const STOP_MS = 15000;

// What the program prints: its address, then "  name  password  role" for each demo login.
function read(text) {
  if (!text.includes('Ctrl-C ends the demo.')) return undefined;
  const address = text.match(/http:\/\/127\.0\.0\.1:\d+\S*/)[0].replace(/\/$/, '');
  const logins = [...text.matchAll(/^ {2}(\S+) +(\S+) +(\S.*)$/gm)].map(
      ([, name, password, role]) => ({name, password, role}));
  return {address, logins};
}

function exited(process) { return process.exitCode !== null || process.signalCode !== null; }

// The practice lies where it is afternoon now: in the small hours its day holds too few sessions to hand
// over. POSIX counts the hours of Etc/GMT zones westwards.
function whereItIsAfternoon() {
  const east = 14 - new Date().getUTCHours();
  return east === 0 ? 'Etc/GMT' : `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
}

// Starts `holdfast serve --demo` with further arguments. The result has `address` (with the prefix,
// without a final slash), `logins` ({name, password, role}) and stop().
export async function startDemo(...further) {
  const data = await mkdtemp(join(tmpdir(), 'holdfast-demo-'));
  const program = spawn(
      join(build, 'bin', 'holdfast'),
      ['serve', '--demo', '--listen', '127.0.0.1:0', '--data', data, ...further],
      {stdio: ['ignore', 'pipe', 'pipe'], env: {...process.env, HOLDFAST_SERVE_ZONE: whereItIsAfternoon()}});
  let printed = '';
  let complaints = '';
  program.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
  program.stderr.setEncoding('utf8').on('data', (text) => (complaints += text));

  const ended = new Promise((resolve) => program.once('close', resolve));
  async function stop() {
    if (!exited(program)) program.kill('SIGTERM');
    const late = setTimeout(() => program.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(late);
    await rm(data, {recursive: true, force: true});
    if (program.exitCode !== 0)
      throw new Error(
          `holdfast ended with ${program.exitCode ?? program.signalCode}: ${complaints}`);
  }

  const deadline = Date.now() + START_MS;
  let said;
  while (!(said = read(printed))) {
    if (exited(program) || Date.now() > deadline) {
      await stop().catch(() => {});
      throw new Error(`holdfast printed no address: ${printed}${complaints}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {...said, stop};
}
