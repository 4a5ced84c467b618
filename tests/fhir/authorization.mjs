// SPDX-License-Identifier: MIT
// An authorization server on loopback: oidc-provider, for SMART backend services. Clients publish
// their keys; `set_keys` is the publishing of a new set.
import {exportJWK, generateKeyPair} from 'jose';
import http from 'node:http';
import Provider from 'oidc-provider';

// Those of what is read; whoever asks for more is refused.
const scopes = ['Patient', 'Practitioner', 'PractitionerRole', 'RelatedPerson', 'CareTeam', 'EpisodeOfCare', 'Appointment',
                'Encounter'].map((type) => `system/${type}.rs`);

// `keys` is the client's JWKS. The result has `token_url`, `tokens` (a set of those given out),
// `assertions` (the JWTs that came), set_keys() and stop().
export async function start_authorization({client_id, keys, seconds = 300, algorithm = 'RS384'}) {
  const server = http.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const tokens = new Set(), assertions = [], refusals = [];
  const {privateKey} = await generateKeyPair('RS256', {extractable: true});

  function provider(jwks) {
    const made = new Provider(issuer, {
      clients: [{client_id, token_endpoint_auth_method: 'private_key_jwt', grant_types: ['client_credentials'],
                 response_types: [], redirect_uris: [], token_endpoint_auth_signing_alg: algorithm, jwks,
                 scope: scopes.join(' ')}],
      scopes,
      features: {clientCredentials: {enabled: true}, devInteractions: {enabled: false}},
      enabledJWA: {clientAuthSigningAlgValues: ['RS384', 'ES384']},
      clientAuthMethods: ['private_key_jwt'],
      jwks: {keys: [signing]},
      ttl: {ClientCredentials: seconds},
    });
    made.on('client_credentials.saved', (token) => tokens.add(token.jti));
    made.on('grant.error', (_, error) => refusals.push(error.error_description ?? error.message));
    return made.callback();
  }
  const signing = {...await exportJWK(privateKey), alg: 'RS256', use: 'sig', kid: 'provider'};
  let handle = provider(keys);
  server.on('request', (request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(pieces).toString());
      if (form.has('client_assertion')) assertions.push(form.get('client_assertion'));
    });
    handle(request, response);
  });
  return {
    issuer, token_url: `${issuer}/token`, tokens, assertions, refusals,
    set_keys(jwks) { handle = provider(jwks); },
    stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}
