import { expected, type JsonSchema, loadRegistry, type RegisteredNode, type Registry } from '@expgraph/core';
import { suggest } from '@expgraph/data/wording';
import { COMPONENT, ExperimentError, type Port } from '@expgraph/sdk';
import { BUILT_IN } from '../built-in.js';
import { table } from '../terminal/format.js';
import { printJson, printLines } from '../terminal/output.js';
import { paint } from '../terminal/paint.js';

/** `expgraph nodes [TYPE]` */
export async function nodes(type: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const registry = await loadRegistry(undefined, { builtIn: BUILT_IN });
  const all = [...registry.nodes.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
  const chosen = type === undefined ? all : all.filter((node) => node.type === type);
  if (type !== undefined && chosen.length === 0) {
    const near = suggest(type, registry.nodes.keys());
    throw new ExperimentError(
      'EXPGRAPH_NODE_TYPE_UNKNOWN',
      `Unknown node type "${type}".${near ? ` Did you mean "${near}"?` : ''}`,
      { notes: ['List every node type with: npx expgraph nodes'] },
    );
  }
  if (json) {
    const data = chosen.map(({ type: id, from, nodeClass: { inputs, outputs, config, description } }) => ({
      type: id,
      plugin: from.name,
      description,
      inputs,
      outputs,
      config,
    }));
    printJson(data);
  } else if (type === undefined) printLines(overview(registry));
  else printLines(explain(chosen[0], registry));
}

function overview(registry: Registry): string[] {
  const { bold, dim } = paint(process.stdout);
  const lines: string[] = [];
  for (const { plugin, name, version } of registry.plugins) {
    const ofPlugin = [...registry.nodes.values()].filter((node) => node.from.plugin === plugin);
    if (ofPlugin.length === 0) continue;
    lines.push('', `${bold(name)} ${dim(version ?? '')}`);
    lines.push(...table(ofPlugin.map((node) => [`  ${node.type}`, node.nodeClass.description ?? ''])));
  }
  for (const [kind, components] of registry.components) {
    lines.push('', bold(`${kind} components`));
    lines.push(
      ...table([...components.values()].map((component) => [`  ${component.type}`, component.description ?? ''])),
    );
  }
  return [...lines.slice(1), '', dim('Describe a node: npx expgraph nodes TYPE')];
}

function explain({ type, nodeClass, from }: RegisteredNode, registry: Registry): string[] {
  const { bold, dim } = paint(process.stdout);
  const ports = (title: string, named: Readonly<Record<string, Port>>) => {
    const rows = Object.entries(named).map(([name, port]) => [
      `  ${name}`,
      port.optional ? `${port.kind}, optional` : port.kind,
      port.description ?? '',
    ]);
    return rows.length > 0 ? ['', bold(title), ...table(rows)] : [];
  };
  const config = nodeClass.config as JsonSchema;
  const options = optionRows(config);
  const kinds = [...new Set(JSON.stringify(config).match(new RegExp(`(?<="${COMPONENT}":")[^"]+`, 'g')))];
  const components = kinds.flatMap((kind) =>
    [...(registry.components.get(kind)?.values() ?? [])].flatMap((component) => [
      '',
      bold(`${kind} ${component.type}`),
      `  ${component.description ?? ''}`,
      ...table(optionRows(component.config as JsonSchema)),
    ]),
  );
  return [
    `${bold(type)} ${dim(from.name)}`,
    nodeClass.description ?? '',
    ...ports('Inputs', nodeClass.inputs),
    ...ports('Outputs', nodeClass.outputs),
    ...(options.length > 0 ? ['', bold('Options'), ...table(options)] : []),
    ...components,
  ];
}

/** Returns a row for each option; nested options follow, indented. */
const optionRows = ({ properties = {}, required = [] }: JsonSchema, indent = '  '): string[][] =>
  Object.entries(properties).flatMap(([name, schema]) => {
    const byDefault =
      schema.default === undefined
        ? required.includes(name)
          ? 'required'
          : 'optional'
        : `default ${JSON.stringify(schema.default)}`;
    const row = [`${indent}${name}`, byDefault, `${schema.description ?? ''} (${expected(schema)})`.trim()];
    return [row, ...optionRows(schema, `${indent}  `)];
  });
