import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema, RegisteredNode, Registry } from '@expgraph/core';
import { COMPONENT } from '@expgraph/sdk';

/** A seeded generator of random numbers. */
export class Chance {
  constructor(private state: number) {}

  /** Returns an integer in [0, end). */
  below(end: number): number {
    // mulberry32
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * end);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)];
  }

  /** Returns mostly small numbers, sometimes large ones. */
  size(most: number): number {
    return this.below(1 + this.below(1 + this.below(most)));
  }
}

const ODD_SCALARS = [
  ...[
    '*typo',
    '&x',
    '!!binary aGk=',
    '!!js/function "x"',
    '%x',
    '#ff0000',
    '~',
    '""',
    "''",
    '|',
    '>',
    '- -',
    '? :',
    '<<: *x',
  ],
  ...['.nan', '-.inf', '1e400', '99999999999999999999', '0x7fffffffffffffff', '-1', '0', '1e-320', '2001-01-01', 'yes'],
  ...['${params.x}', '${params.x.y}', '${params.constructor}', '${env.HOME}', '${', '$${', '"${params.a}${params.a}"'],
  ...['__proto__', 'constructor', 'toString', 'a.b', 'a.constructor', 'last:x', '../..', '/', '/dev/null', '"a\\0b"'],
  ...[
    '"\\e[2J"',
    '"\\u202e"',
    '"\\ud800"',
    '한글',
    '사과',
    '👩‍🔬',
    '"\\x9b31m"',
    'npm:x',
    'pypi:',
    'https://',
    'file:',
  ],
  ...['{}', '[]', '[[]]', '{ type: adam }', '{ type: }', '{ type: early-stopping, monitor: val_acc }', '[1, 2]'],
];

/** Generates documents: new ones from the schemas of the installed nodes, and damaged copies of experiments. */
export class RandomDocuments {
  private readonly types: readonly string[];
  private readonly examples: readonly string[];

  constructor(
    private readonly registry: Registry,
    experiments: string,
  ) {
    // Source nodes are more frequent: other nodes need outputs to connect with.
    const beginnings = [...registry.nodes.values()].filter(
      ({ nodeClass }) => Object.keys(nodeClass.inputs).length === 0,
    );
    const known = [...registry.nodes.keys()];
    this.types = [
      ...known,
      ...known,
      ...Array(6)
        .fill(beginnings.map(({ type }) => type))
        .flat(),
    ];
    const files = readdirSync(experiments).filter((name) => name.endsWith('.yaml'));
    this.examples = files.map((name) => readFileSync(join(experiments, name), 'utf8'));
  }

  make(chance: Chance): Buffer {
    const kind = chance.below(10);
    if (kind < 4) return this.damaged(Buffer.from(this.graph(chance)), chance, chance.below(3) === 0 ? 1 : 0);
    if (kind < 5) return Buffer.from(this.hostile(chance));
    return this.damaged(Buffer.from(chance.pick(this.examples)), chance, 1 + chance.size(8));
  }

  /** Returns a graph of random nodes whose edges and configs are mostly valid. */
  private graph(chance: Chance): string {
    const count = 1 + chance.below(14);
    const outputs = new Map<string, string[]>();
    const nodes = Array.from({ length: count }, (_, index) => {
      const type = chance.pick(this.types);
      const { nodeClass } = this.registry.nodes.get(type) as RegisteredNode;
      const edges = Object.entries(nodeClass.inputs).flatMap(([port, { kind, optional }]) =>
        chance.below(optional ? 2 : 20) === 0 ? [] : `${port}: ${this.reference(chance, kind, outputs)}`,
      );
      for (const [name, { kind }] of Object.entries(nodeClass.outputs))
        outputs.set(kind, [...(outputs.get(kind) ?? []), `n${index}.${name}`]);
      const config = this.value(nodeClass.config as JsonSchema, chance, 0);
      return `  n${index}: { type: ${type}, inputs: { ${edges.join(', ')} }, config: ${config} }`;
    });
    const params = chance.below(3) === 0 ? `params: { x: ${this.scalar(chance)}, a: 1 }\n` : '';
    return `name: fuzz\nseed: ${chance.below(9)}\n${params}nodes:\n${nodes.join('\n')}\n`;
  }

  /** Returns an output of the kind if there is one; sometimes another. */
  private reference(chance: Chance, kind: string, outputs: ReadonlyMap<string, readonly string[]>): string {
    const fitting = outputs.get(kind) ?? [];
    if (fitting.length > 0 && chance.below(20) > 0) return chance.pick(fitting);
    return chance.pick([...[...outputs.values()].flat(), 'n0', 'n1', 'n99', 'n0.x', 'a.constructor']);
  }

  /** Returns a value that matches a schema; sometimes another. */
  private value(schema: JsonSchema, chance: Chance, depth: number): string {
    if (chance.below(60) === 0 || depth > 6) return this.scalar(chance);
    if (schema.anyOf) return this.value(chance.pick(schema.anyOf), chance, depth);
    const kind = schema[COMPONENT];
    if (kind !== undefined) return this.component(String(kind), chance, depth);
    if (schema.enum) return JSON.stringify(chance.pick(schema.enum));
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    if (schema.type === 'object') return this.mapping(schema, chance, depth);
    if (schema.type === 'array') {
      const length = chance.below(3) === 0 ? Number(schema.minItems ?? 1) : chance.size(5);
      const items = Array.isArray(schema.items) ? schema.items : [schema.items ?? {}];
      const values = Array.from({ length }, (_, index) =>
        this.value(items[index % items.length] as JsonSchema, chance, depth + 1),
      );
      return `[${values.join(', ')}]`;
    }
    if (schema.type === 'boolean') return chance.pick(['true', 'false']);
    if (schema.type === 'integer') return chance.pick(['0', '1', '2', '3', '7', '32', '100', '1000000', '2147483648']);
    if (schema.type === 'number') return chance.pick(['0', '0.1', '0.5', '1', '2', '1e-9', '1e9', '-0.5']);
    return chance.pick(['a', '"*"', '"**/*.{a,b}"', 'x_1', '"(a+)+$"', './missing', '"[a"', '"{1..99999}"', 'label']);
  }

  private mapping({ properties = {}, required = [] }: JsonSchema, chance: Chance, depth: number): string {
    const chosen = Object.entries(properties).filter(
      ([name, part]) => (required.includes(name) && part.default === undefined) || chance.below(4) === 0,
    );
    return `{ ${chosen.map(([name, part]) => `${name}: ${this.value(part, chance, depth + 1)}`).join(', ')} }`;
  }

  private component(kind: string, chance: Chance, depth: number): string {
    const components = [...(this.registry.components.get(kind)?.values() ?? [])];
    if (components.length === 0) return '{ type: none }';
    const { type, config } = chance.pick(components);
    const options = this.mapping(config as JsonSchema, chance, depth + 1);
    return `{ type: ${type}${options === '{  }' ? '' : `, ${options.slice(2, -2)}`} }`;
  }

  private scalar(chance: Chance): string {
    const kind = chance.below(8);
    if (kind === 0) return 'x'.repeat(chance.size(20_000));
    if (kind === 1) return '9'.repeat(1 + chance.size(2000));
    if (kind === 2)
      return JSON.stringify(String.fromCharCode(...Array.from({ length: chance.size(40) }, () => chance.below(65536))));
    return chance.pick(ODD_SCALARS);
  }

  /** Returns a document that grows when it is read. */
  private hostile(chance: Chance): string {
    const many = 1 + chance.size(3000);
    const lines = (line: (index: number) => string) =>
      Array.from({ length: many }, (_, index) => line(index)).join('\n');
    const of = (body: string) => `nodes:\n  a: { type: ${chance.pick(this.types)}, config: ${body} }\n`;
    const [open, close] = chance.pick([
      ['[', ']'],
      ['{ a: ', ' }'],
      ['[{ a: ', ' }]'],
      ['"', ''],
      ['- ', ''],
      ['? ', ''],
    ]);
    return chance.pick([
      () => of(open.repeat(many) + close.repeat(many)),
      () =>
        `params:\n${lines((index) => `  p${index}: "\${params.p${index - 1}}\${params.p${index - 1}}"`)}\n${of('{}')}`,
      () =>
        `params:\n  p0: 1\n${lines((index) => `  p${index + 1}: ["\${params.p${index}}", "\${params.p${index}}"]`)}\n${of('{}')}`,
      () =>
        `params:\n  p0: &p0 [1]\n${lines((index) => `  p${index + 1}: &p${index + 1} [*p${index}, *p${index}]`)}\n${of('*p5')}`,
      () =>
        `nodes:\n${lines((index) => `  n${index}: { type: ${chance.pick(this.types)}, inputs: { data: n${chance.below(many)} } }`)}\n`,
      () =>
        `nodes:\n  n0: { type: load/text, config: { source: x } }\n${lines((index) => `  n${index + 1}: { type: split, inputs: { data: n${index}.train } }`)}\n`,
      () => `${'k'.repeat(many)}: &a { <<: *a }\n${of(`{ ${'y'.repeat(many)}: ${this.scalar(chance)} }`)}`,
      () => `a: &a { x: 1, <<: [*a, *a] }\n${of('{ <<: *a }')}`,
      () => `nodes:\n  ${'n'.repeat(many)}: { type: ${'t'.repeat(many)} }\n`,
      () => `%YAML 1.1\n---\n${of('{}')}---\n${of('{}')}`,
      () => `${of(`{ source: ${'#'.repeat(many)} }`)}${' '.repeat(many)}\t- x`,
    ])();
  }

  /** Returns a copy with a change, a deletion, a duplicate or an insertion. */
  private damaged(bytes: Buffer, chance: Chance, times: number): Buffer {
    let text = bytes;
    for (let time = 0; time < times; time += 1) {
      const at = chance.below(text.length + 1);
      const to = Math.min(text.length, at + 1 + chance.size(60));
      const [before, part, after] = [text.subarray(0, at), text.subarray(at, to), text.subarray(to)];
      text = chance.pick([
        () => Buffer.concat([before, Buffer.of(chance.below(256)), text.subarray(Math.min(text.length, at + 1))]),
        () => Buffer.concat([before, after]),
        () => Buffer.concat([before, part, part, after]),
        () => Buffer.from(before),
        () => Buffer.concat([before, Buffer.from(this.scalar(chance)), text.subarray(at)]),
        () => this.swapScalar(text.toString('utf8'), chance),
        () => this.swapScalar(text.toString('utf8'), chance),
        () =>
          Buffer.concat([
            before,
            Buffer.from(chance.pick(['\t', '\r', '\n', ' ', ':', ',', '{', '[', '\0', '\ufeff'])),
            text.subarray(at),
          ]),
      ])();
    }
    return text;
  }

  /** Replaces a value. */
  private swapScalar(text: string, chance: Chance): Buffer {
    const places = [...text.matchAll(/(?<=[:[,-] )[^\s,{}[\]]+/g)];
    if (places.length === 0) return Buffer.from(text);
    const { index, 0: found } = chance.pick(places);
    const other = chance.below(3) === 0 ? chance.pick(places)[0] : this.scalar(chance);
    return Buffer.from(text.slice(0, index) + other + text.slice(index + found.length));
  }
}
