import {
  malformedNodeId,
  missingDocumentKey,
  noNodes,
  unknownNodeKey,
  unknownTopLevelKey,
  wrongDocumentType,
} from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import type { Document } from './document.js';

type Locate = Document['locate'];
const TOP_LEVEL = ['name', 'description', 'seed', 'params', 'plugins', 'nodes'];
const NODE_KEYS = ['type', 'inputs', 'config'];

/** Checks the shape of an experiment: what can be said without knowing the nodes' types. */
export function checkDocument(root: unknown, locate: Locate): Problem[] {
  if (!isRecord(root))
    return [wrongDocumentType(locate([]), 'The experiment', 'a mapping with name and nodes', describe(root))];
  const problems = Object.keys(root)
    .filter((key) => !TOP_LEVEL.includes(key))
    .map((key) => unknownTopLevelKey(locate([key], 'key'), key, TOP_LEVEL));
  const expect = (key: string, holds: (value: unknown) => boolean, expected: string) => {
    const value = root[key];
    if (value !== undefined && !holds(value))
      problems.push(wrongDocumentType(locate([key]), `"${key}"`, expected, describe(value)));
  };
  expect('name', isName, 'a name of letters, digits, dashes, dots and underscores');
  expect('description', isString, 'text');
  expect('seed', (value) => Number.isInteger(value) && (value as number) >= 0, 'a whole number of 0 or more');
  expect('params', isRecord, 'a mapping of names to values');
  expect('plugins', (value) => Array.isArray(value) && value.every(isString), 'a list of package names and paths');
  return [...problems, ...checkNodes(root.nodes, locate)];
}

function checkNodes(nodes: unknown, locate: Locate): Problem[] {
  if (nodes === undefined || nodes === null) return [noNodes(locate(['nodes'], 'key'))];
  if (!isRecord(nodes))
    return [wrongDocumentType(locate(['nodes']), '"nodes"', 'a mapping of names to nodes', describe(nodes))];
  if (Object.keys(nodes).length === 0) return [noNodes(locate(['nodes'], 'key'))];
  return Object.entries(nodes).flatMap(([id, node]) => checkNode(id, node, locate));
}

function checkNode(id: string, node: unknown, locate: Locate): Problem[] {
  const problems: Problem[] = [];
  const path = ['nodes', id];
  if (!/^[a-zA-Z][\w-]*$/.test(id)) problems.push(malformedNodeId(locate(path, 'key'), id));
  if (!isRecord(node)) {
    const expected = 'a mapping with type, inputs and config';
    return [...problems, wrongDocumentType(locate(path), `The node "${id}"`, expected, describe(node))];
  }
  for (const key of Object.keys(node)) {
    if (!NODE_KEYS.includes(key)) problems.push(unknownNodeKey(locate([...path, key], 'key'), id, key));
  }
  if (node.type === undefined) {
    problems.push(missingDocumentKey(locate(path, 'key'), `The node "${id}"`, 'type', 'type: load/images'));
  } else if (!isString(node.type)) {
    problems.push(wrongDocumentType(locate([...path, 'type']), `The type of "${id}"`, 'text', describe(node.type)));
  }
  if (node.inputs !== undefined && !isRecord(node.inputs)) {
    const expected = 'a mapping of inputs to outputs of other nodes';
    problems.push(
      wrongDocumentType(locate([...path, 'inputs']), `"inputs" of "${id}"`, expected, describe(node.inputs)),
    );
  } else {
    for (const [port, reference] of Object.entries(node.inputs ?? {})) {
      if (isString(reference)) continue;
      const where = locate([...path, 'inputs', port]);
      problems.push(
        wrongDocumentType(where, `The input "${port}" of "${id}"`, 'the name of a node', describe(reference)),
      );
    }
  }
  if (node.config !== undefined && node.config !== null && !isRecord(node.config)) {
    const where = locate([...path, 'config']);
    problems.push(
      wrongDocumentType(where, `"config" of "${id}"`, 'a mapping of options to values', describe(node.config)),
    );
  }
  return problems;
}

const isString = (value: unknown): value is string => typeof value === 'string';
/** It names a folder and an MLflow experiment. */
const isName = (value: unknown) => isString(value) && /^[\w][\w.-]*$/.test(value);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Characters of a text that a message shows. */
const LONGEST = 60;

/** A value as a message shows it. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? `"${beginning(value)}"` : String(value);
}

/** Of a text that goes on, which may be a whole file, the first characters on one line. */
function beginning(text: string): string {
  const line = text.split('\n', 1)[0].slice(0, LONGEST);
  return line.length < text.length ? `${line} …` : text;
}
