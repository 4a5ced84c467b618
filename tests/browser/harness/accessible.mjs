// SPDX-License-Identifier: MIT
// axe-core on a page: any violation fails, best practices included.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';

const source =
    await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

function describe({id, help, nodes}) {
  return `${id}: ${help}\n` +
      nodes.map((node) => `    ${node.target.join(' ')}: ${node.failureSummary}`).join('\n');
}

// Runs axe in a world of its own on the page's document.
async function judge(protocol) {
  const {frameTree} = await protocol.send('Page.getFrameTree');
  const {executionContextId: contextId} = await protocol.send(
      'Page.createIsolatedWorld', {frameId: frameTree.frame.id, worldName: 'axe'});
  await protocol.send('Runtime.evaluate', {expression: source, contextId});
  return protocol.send('Runtime.evaluate', {
    expression: 'axe.run(document).then((found) => JSON.stringify(found.violations))',
    contextId,
    awaitPromise: true,
    returnByValue: true,
  });
}

// Chromium may make a document's worlds anew a moment after scripts are switched on, and then the
// one just made is gone.
async function retried(action, times = 3) {
  try {
    return await action();
  } catch (error) {
    if (times === 1) throw error;
    return retried(action, times - 1);
  }
}

// axe runs outside the page's own scripts, so the page's Content-Security-Policy stays as it is.
// Where the page's JavaScript is off it is switched on for axe alone: what did not run at load
// never does.
export async function assertAccessible(page, what) {
  // A page's modules run before its load event: what axe judges is the page as it is used.
  await page.waitForLoadState('load');
  const protocol = await page.context().newCDPSession(page);
  if (page.runsNoScripts) {
    // Playwright has switched them off itself; only a change is heard.
    await protocol.send('Emulation.setScriptExecutionDisabled', {value: true});
    await protocol.send('Emulation.setScriptExecutionDisabled', {value: false});
  }
  const {result, exceptionDetails} = await retried(() => judge(protocol));
  if (page.runsNoScripts)
    await protocol.send('Emulation.setScriptExecutionDisabled', {value: true});
  await protocol.detach();
  assert.equal(exceptionDetails, undefined, `axe on ${what}: ${exceptionDetails?.text}`);
  const violations = JSON.parse(result.value);
  assert.equal(violations.length, 0, `${what}: ${violations.map(describe).join('\n')}`);
}
