// SPDX-License-Identifier: MIT
// A reverse proxy in front of a FHIR server that does to requests what networks do.
import http from 'node:http';

function collected(stream) {
  return new Promise((resolve, reject) => {
    const pieces = [];
    stream.on('data', (piece) => pieces.push(piece)).on('end', () => resolve(Buffer.concat(pieces)))
        .on('error', reject);
  });
}

// `fault(request, number)` names what happens to that request: undefined (nothing), 'drop after'
// (the server has done it, nobody hears), 'drop before', 'delay', 'duplicate', 'truncate', 'html',
// 'busy'. The result has `base` and stop().
export async function start_proxy(base, fault) {
  const target = new URL(base);
  let number = 0;
  const pass = (request, body) => new Promise((resolve, reject) => {
    const onward = http.request({host: target.hostname, port: target.port, method: request.method,
                                 path: request.url, headers: {...request.headers, connection: 'close'}},
                                async (answer) => resolve({status: answer.statusCode, headers: answer.headers,
                                                           body: await collected(answer)}));
    onward.on('error', reject);
    onward.end(body);
  });

  async function handle(request, response) {
    const what = fault(request, ++number);
    const body = await collected(request);
    if (what === 'drop before') return request.socket.destroy();
    if (what === 'busy') {
      response.writeHead(503, {'retry-after': '0'});
      return response.end();
    }
    const answer = await pass(request, body);
    if (what === 'duplicate') await pass(request, body);
    if (what === 'drop after') return request.socket.destroy();
    if (what === 'delay') await new Promise((resolve) => setTimeout(resolve, 1500));
    if (what === 'html') {
      response.writeHead(200, {'content-type': 'text/html'});
      return response.end('<html><body>Sign in to the hospital network</body></html>');
    }
    const headers = {...answer.headers, connection: 'close'};
    delete headers['transfer-encoding'];
    if (what === 'truncate') {
      response.writeHead(answer.status, {...headers, 'content-length': answer.body.length});
      return response.write(answer.body.subarray(0, answer.body.length / 2), () => request.socket.destroy());
    }
    response.writeHead(answer.status, {...headers, 'content-length': answer.body.length});
    response.end(answer.body);
  }

  const server = http.createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${server.address().port}${target.pathname}`,
    stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}
