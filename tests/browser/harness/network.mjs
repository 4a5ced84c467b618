// SPDX-License-Identifier: MIT
// A network that can be cut: what goes to its port goes on to a server, until cut() and after
// mend(). While it is cut nothing listens there and every connection is gone. After stall() it takes
// what it is sent and answers nothing.
import {connect, createServer} from 'node:net';

export async function openNetwork(address) {
  const {hostname, port: there, pathname} = new URL(address);
  const open = new Set();
  let isStalled = false;
  const listener = createServer((near) => {
    if (isStalled) {
      open.add(near);
      near.on('error', () => {});
      near.resume();
      return;
    }
    const far = connect(Number(there), hostname);
    for (const end of [near, far]) {
      open.add(end);
      end.on('close', () => open.delete(end));
      end.on('error', () => {});
    }
    near.pipe(far).pipe(near);
  });
  const listen = (port) => new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, '127.0.0.1', resolve);
  });
  await listen(0);
  const {port} = listener.address();
  const drop = () => {
    for (const end of open) end.destroy();
    open.clear();
  };
  const cut = () => new Promise((resolve) => {
    listener.close(resolve);
    drop();
  });
  return {
    address: `http://127.0.0.1:${port}${pathname === '/' ? '' : pathname}`,
    cut,
    mend: () => listen(port),
    stall() {
      isStalled = true;
      drop();
    },
    flow() {
      isStalled = false;
      drop();
    },
  };
}
