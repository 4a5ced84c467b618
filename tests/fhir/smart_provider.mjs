// SPDX-License-Identifier: MIT
// An EHR's authorization server on loopback: oidc-provider, and around it what SMART App Launch adds
// (smart-configuration, `aud`, `launch`, and the chart's patient beside the token). Whoever comes is
// signed in as `person` without being asked.
import {exportJWK, generateKeyPair, SignJWT} from 'jose';
import http from 'node:http';
import Provider from 'oidc-provider';

// `client`: {client_id, redirect_uris, ...}. `says` may be changed by the test at any time:
//   person  fhirUser                      context  what stands beside the token: {patient, intent, appContext}
//   change  ({claims, header, key}) => the same, changed, for the id_token
//   methods what smart-configuration advertises for PKCE
// The result has `iss`, `issuer`, `asked` (authorization requests), `redeemed` (token requests), stop().
export async function start_ehr({client, host = 'localhost'}) {
  const server = http.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://${host}:${server.address().port}`;
  const iss = `${issuer}/fhir`;
  const keys = await generateKeyPair('RS256', {extractable: true});
  const stranger = await generateKeyPair('RS256', {extractable: true});
  const signing = {...await exportJWK(keys.privateKey), alg: 'RS256', use: 'sig', kid: 'ehr'};
  const says = {person: `${iss}/Practitioner/dr-a`, context: {}, change: (token) => token, methods: ['S256']};
  const asked = [], redeemed = [];

  const provider = new Provider(issuer, {
    clients: [{token_endpoint_auth_method: 'none', grant_types: ['authorization_code'], response_types: ['code'],
               ...client}],
    scopes: ['openid', 'fhirUser', 'launch', 'launch/patient'],
    claims: {openid: ['sub'], fhirUser: ['fhirUser']},
    conformIdTokenClaims: false,
    extraParams: ['aud', 'launch'],
    clientAuthMethods: ['none', 'private_key_jwt'],
    enabledJWA: {clientAuthSigningAlgValues: ['RS384', 'ES384']},
    pkce: {required: () => true},
    features: {devInteractions: {enabled: false}},
    interactions: {url: (_, {uid}) => `/signed-in/${uid}`},
    cookies: {keys: ['of the test']},
    jwks: {keys: [signing]},
    findAccount: (_, id) => ({accountId: id, claims: async () => ({sub: id, fhirUser: says.person})}),
    // Nobody is asked to agree.
    async loadExistingGrant(ctx) {
      const grant = new provider.Grant({clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId});
      grant.addOIDCScope('openid fhirUser launch launch/patient');
      await grant.save();
      return grant;
    },
    ttl: {AccessToken: 300, IdToken: 300, Grant: 600, Session: 600, Interaction: 600},
  });

  async function changed(id_token) {
    const claims = JSON.parse(Buffer.from(id_token.split('.')[1], 'base64url').toString());
    const token = says.change({claims, header: {alg: 'RS256', kid: 'ehr'}, key: keys.privateKey, stranger: stranger.privateKey});
    if (token.raw) return token.raw;
    return new SignJWT(token.claims).setProtectedHeader(token.header).sign(token.key);
  }
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path !== '/token') return;
    redeemed.push({status: ctx.status, form: ctx.oidc?.params && {...ctx.oidc.params}});
    if (ctx.status === 200)
      ctx.body = {...ctx.body, id_token: await changed(ctx.body.id_token), ...says.context};
  });

  const handle = provider.callback();
  server.on('request', async (request, response) => {
    const url = new URL(request.url, issuer);
    if (url.pathname === '/fhir/.well-known/smart-configuration') {
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify({
        issuer, jwks_uri: `${issuer}/jwks`, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`,
        grant_types_supported: ['authorization_code'], code_challenge_methods_supported: says.methods,
        capabilities: ['launch-ehr', 'launch-standalone', 'client-public', 'sso-openid-connect', 'context-ehr-patient']}));
    }
    if (url.pathname === '/auth') asked.push(Object.fromEntries(url.searchParams));
    if (url.pathname.startsWith('/signed-in/')) {
      try {
        return await provider.interactionFinished(request, response, {login: {accountId: 'somebody'}},
                                                  {mergeWithLastSubmission: false});
      } catch (error) {
        return response.writeHead(400).end(String(error));
      }
    }
    if (url.pathname === '/chart') {
      // A page of the EHR's own, with Holdfast in a frame.
      response.setHeader('content-type', 'text/html; charset=utf-8');
      const address = url.searchParams.get('frame').replaceAll('&', '&amp;').replaceAll('"', '&quot;');
      return response.end(`<!doctype html><html lang="en"><title>Chart</title><h1>The chart</h1>
<iframe title="Holdfast" name="app" width="1000" height="700" src="${address}"></iframe></html>`);
    }
    handle(request, response);
  });
  return {
    iss, issuer, asked, redeemed, says,
    stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}
