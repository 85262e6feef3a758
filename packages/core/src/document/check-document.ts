import { brief } from '../diagnostics/brief.js';
import {
  malformedNodeId,
  missingDocumentKey,
  nameTooLong,
  noNodes,
  unknownNodeKey,
  unknownTopLevelKey,
  wrongDocumentType,
} from '../diagnostics/messages.js';
import type { ProblemList } from '../diagnostics/problem-list.js';
import { MAX_NAME } from './limits.js';
import type { Locator } from './locator.js';

const TOP_LEVEL = ['name', 'description', 'seed', 'params', 'plugins', 'nodes'];
const NODE_KEYS = ['type', 'inputs', 'config'];

/** Checks the structure of an experiment, independent of the nodes' types. */
export function checkDocument(root: unknown, locator: Locator, problems: ProblemList): void {
  const check = new DocumentCheck(locator, problems);
  if (isRecord(root)) check.root(root);
  else check.wrong([], 'The experiment', 'a mapping with name and nodes', root);
}

class DocumentCheck {
  constructor(
    private readonly locator: Locator,
    private readonly problems: ProblemList,
  ) {}

  root(root: Record<string, unknown>): void {
    for (const key of Object.keys(root)) {
      if (!TOP_LEVEL.includes(key))
        this.problems.add(() => unknownTopLevelKey(this.locator.locate([key], 'key'), key, TOP_LEVEL));
    }
    const expect = (key: string, holds: (value: unknown) => boolean, expected: string) => {
      const value = root[key];
      if (value !== undefined && !holds(value)) this.wrong([key], `"${key}"`, expected, value);
    };
    expect('name', isName, 'a name of letters, digits, dashes, dots and underscores');
    expect('description', isString, 'text');
    expect('seed', isSeed, `a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);
    expect('params', isRecord, 'a mapping of names to values');
    expect('plugins', (value) => Array.isArray(value) && value.every(isString), 'a list of package names and paths');
    if (isString(root.name)) this.length(root.name, ['name'], 'value');
    this.nodes(root.nodes);
  }

  /** Adds the problem of a value of the wrong type. */
  wrong(path: readonly string[], subject: string, expected: string, found: unknown): void {
    this.problems.add(() => {
      const comment = { key: path[path.length - 1] ?? '', text: this.locator.commentAt(path) };
      return wrongDocumentType(this.locator.locate(path), subject, expected, describe(found), comment);
    });
  }

  private length(name: string, path: readonly string[], part: 'key' | 'value'): void {
    if (name.length > MAX_NAME) this.problems.add(() => nameTooLong(this.locator.locate(path, part), name, MAX_NAME));
  }

  private nodes(nodes: unknown): void {
    if (nodes === undefined || nodes === null || (isRecord(nodes) && Object.keys(nodes).length === 0))
      this.problems.add(() => noNodes(this.locator.locate(['nodes'], 'key')));
    else if (!isRecord(nodes)) this.wrong(['nodes'], '"nodes"', 'a mapping of names to nodes', nodes);
    else {
      for (const [id, node] of Object.entries(nodes)) {
        if (this.problems.full) return;
        this.node(id, node);
      }
    }
  }

  private node(id: string, node: unknown): void {
    const path = ['nodes', id];
    const name = brief(id);
    if (!/^[a-zA-Z][\w-]*$/.test(id)) this.problems.add(() => malformedNodeId(this.locator.locate(path, 'key'), id));
    this.length(id, path, 'key');
    if (!isRecord(node)) {
      this.wrong(path, `The node "${name}"`, 'a mapping with type, inputs and config', node);
      return;
    }
    for (const key of Object.keys(node)) {
      if (!NODE_KEYS.includes(key))
        this.problems.add(() => unknownNodeKey(this.locator.locate([...path, key], 'key'), id, key));
    }
    if (node.type === undefined) {
      const example = 'type: load/images';
      this.problems.add(() =>
        missingDocumentKey(this.locator.locate(path, 'key'), `The node "${name}"`, 'type', example),
      );
    } else if (!isString(node.type)) this.wrong([...path, 'type'], `The type of "${name}"`, 'text', node.type);
    this.inputs(name, [...path, 'inputs'], node.inputs);
    if (node.config !== undefined && node.config !== null && !isRecord(node.config))
      this.wrong([...path, 'config'], `"config" of "${name}"`, 'a mapping of options to values', node.config);
  }

  private inputs(name: string, path: readonly string[], inputs: unknown): void {
    if (inputs === undefined) return;
    if (!isRecord(inputs)) {
      this.wrong(path, `"inputs" of "${name}"`, 'a mapping of inputs to outputs of other nodes', inputs);
      return;
    }
    for (const [port, reference] of Object.entries(inputs)) {
      if (!isString(reference))
        this.wrong([...path, port], `The input "${brief(port)}" of "${name}"`, 'the name of a node', reference);
    }
  }
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isSeed = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
/** The name is also the name of a folder and of an MLflow experiment. */
const isName = (value: unknown) => isString(value) && /^[\w][\w.-]*$/.test(value);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Formats a value for a message. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? `"${brief(value)}"` : brief(String(value));
}
