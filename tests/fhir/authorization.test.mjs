// SPDX-License-Identifier: MIT
// Backend services: a token by signed assertion, renewed when it ends, keys changed without a pause,
// and no token where one could be read.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmod, mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {createLocalJWKSet, decodeProtectedHeader, jwtVerify} from 'jose';

import {itself, OK, open_adapter, UNAVAILABLE} from './adapter.mjs';
import {start_authorization} from './authorization.mjs';
import {fill} from './practice.mjs';
import {start_server} from './server.mjs';

const client_id = 'holdfast-at-the-clinic';

async function key_file(folder, kid, kind) {
  const file = join(folder, `${kid}.pem`);
  const how = kind === 'RSA' ? ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048']
                             : ['EC', '-pkeyopt', 'ec_paramgen_curve:P-384'];
  execFileSync('openssl', ['genpkey', '-algorithm', ...how, '-out', file], {stdio: 'ignore'});
  await chmod(file, 0o600);
  return {kid, file};
}

async function with_everything(run) {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-keys-'));
  const server = await start_server({tokens: new Set()});
  await fill(server);
  try {
    await run({folder, server});
  } finally {
    await server.stop();
    await rm(folder, {recursive: true, force: true});
  }
}

const config = (server, authorization, keys) =>
    ({base: server.base, client_id, token_url: authorization.token_url, keys});

// What the adapter would publish, as its file says.
const published = async (folder) => JSON.parse(await readFile(join(folder, 'jwks.json'), 'utf8'));

async function jwks_of(keys) {
  // The adapter writes its public keys when it starts; no server is asked for that.
  const adapter = await open_adapter({base: 'http://127.0.0.1:9/fhir', client_id,
                                      token_url: 'http://127.0.0.1:9/token', keys});
  const jwks = await published(adapter.folder);
  await adapter.close();
  return jwks;
}

const ada = ['clients.get', itself, 'c-a'];

for (const [kind, algorithm] of [['RSA', 'RS384'], ['EC', 'ES384']])
  test(`${algorithm}: the assertion is what SMART asks for, and the token opens the server`, () =>
      with_everything(async ({folder, server}) => {
        const keys = [await key_file(folder, 'first', kind)];
        const jwks = await jwks_of(keys);
        const authorization = await start_authorization({client_id, keys: jwks, algorithm});
        server.offers.tokens = authorization.tokens;
        const adapter = await open_adapter(config(server, authorization, keys));
        try {
          const {status, why} = await adapter.call(...ada);
          assert.equal(status, OK, `${why} ${authorization.refusals}`);
          const [assertion] = authorization.assertions;
          assert.deepEqual(decodeProtectedHeader(assertion), {alg: algorithm, kid: 'first', typ: 'JWT'});
          const {payload} = await jwtVerify(assertion, createLocalJWKSet(jwks),
                                            {issuer: client_id, subject: client_id, audience: authorization.token_url});
          assert.ok(payload.exp - payload.iat <= 300);
          assert.ok(payload.jti.length >= 20);
          await adapter.call(...ada);
          assert.equal(authorization.assertions.length, 1, 'one token serves many requests');
        } finally {
          await adapter.close();
          await authorization.stop();
        }
      }));

test('ES384 signatures keep their leading zeros: a hundred in a row are accepted', () =>
    with_everything(async ({folder, server}) => {
      const keys = [await key_file(folder, 'first', 'EC')];
      const authorization = await start_authorization({client_id, keys: await jwks_of(keys), algorithm: 'ES384'});
      const adapter = await open_adapter(config(server, authorization, keys));
      try {
        // The server lets no token in: each call asks for a fresh one.
        for (let i = 0; i < 100; ++i) await adapter.call(...ada);
        assert.ok(authorization.assertions.length >= 100, `${authorization.assertions.length}`);
        assert.deepEqual(authorization.refusals, []);
        for (const one of authorization.assertions)
          assert.equal(Buffer.from(one.split('.')[2], 'base64url').length, 96);
      } finally {
        await adapter.close();
        await authorization.stop();
      }
    }));

test('a token that ended early is replaced within the same call', () =>
    with_everything(async ({folder, server}) => {
      const keys = [await key_file(folder, 'first', 'EC')];
      const authorization = await start_authorization({client_id, keys: await jwks_of(keys), algorithm: 'ES384'});
      server.offers.tokens = authorization.tokens;
      const adapter = await open_adapter(config(server, authorization, keys));
      try {
        assert.equal((await adapter.call(...ada)).status, OK);
        authorization.tokens.clear();
        assert.equal((await adapter.call(...ada)).status, OK);
        assert.equal(authorization.assertions.length, 2);
      } finally {
        await adapter.close();
        await authorization.stop();
      }
    }));

test('keys are changed without a pause: first both are published, then the new one signs', () =>
    with_everything(async ({folder, server}) => {
      const old_key = await key_file(folder, 'old', 'RSA'), new_key = await key_file(folder, 'new', 'RSA');
      const both = await jwks_of([old_key, new_key]);
      assert.deepEqual(both.keys.map(({kid}) => kid), ['old', 'new']);
      assert.ok(both.keys.every((key) => !('d' in key) && !('p' in key)), 'no private part is published');
      const authorization = await start_authorization({client_id, keys: both});
      server.offers.tokens = authorization.tokens;
      for (const keys of [[old_key, new_key], [new_key, old_key], [new_key]]) {
        if (keys.length === 1) authorization.set_keys(await jwks_of(keys));
        const adapter = await open_adapter(config(server, authorization, keys));
        assert.equal((await adapter.call(...ada)).status, OK);
        await adapter.close();
      }
      assert.deepEqual(authorization.assertions.map((one) => decodeProtectedHeader(one).kid), ['old', 'new', 'new']);
      await authorization.stop();
    }));

test('a key that others may read is refused, and so is one that is too short', () =>
    with_everything(async ({folder, server}) => {
      const key = await key_file(folder, 'first', 'RSA');
      await chmod(key.file, 0o644);
      const authorization = {token_url: 'http://127.0.0.1:9/token'};
      await assert.rejects(open_adapter(config(server, authorization, [key])), /chmod 600/);
      await chmod(key.file, 0o600);
      execFileSync('openssl', ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024', '-out', key.file],
                   {stdio: 'ignore'});
      await assert.rejects(open_adapter(config(server, authorization, [key])), /2048/);
    }));

test('no token and no assertion stands in a log, an error or a file', () =>
    with_everything(async ({folder, server}) => {
      const keys = [await key_file(folder, 'first', 'EC')];
      const authorization = await start_authorization({client_id, keys: await jwks_of(keys), algorithm: 'ES384'});
      const adapter = await open_adapter(config(server, authorization, keys));
      try {
        server.offers.tokens = new Set();  // every token is refused
        const refused = await adapter.call(...ada);
        assert.equal(refused.status, UNAVAILABLE);
        assert.match(refused.why, /authorization/);
        server.offers.tokens = authorization.tokens;
        await adapter.call(...ada);
        const secrets = [...authorization.tokens, ...authorization.assertions];
        let said = JSON.stringify(refused) + JSON.stringify(await adapter.call('log'));
        for (const name of await readdir(adapter.folder)) said += await readFile(join(adapter.folder, name), 'latin1');
        assert.ok(secrets.length >= 3);
        for (const secret of secrets) assert.ok(!said.includes(secret));
        for (const {url} of server.requests) for (const secret of secrets) assert.ok(!url.includes(secret));
      } finally {
        await adapter.close();
        await authorization.stop();
      }
    }));
