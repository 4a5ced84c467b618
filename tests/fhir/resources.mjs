// SPDX-License-Identifier: MIT
// What Holdfast emits, as fhir-emit prints it.
import {execFileSync} from 'node:child_process';
import {join} from 'node:path';

const build = process.env.HOLDFAST_BUILD;
if (!build) throw new Error('HOLDFAST_BUILD names the build folder, for example build/release');

// [{name, resource, form?}]
export function emitted() {
  const printed = execFileSync(join(build, 'bin', 'fhir-emit'), ['plugin/instruments'],
                               {encoding: 'utf8', maxBuffer: 256 * 1024 * 1024});
  return printed.trimEnd().split('\n').map((line) => JSON.parse(line));
}
