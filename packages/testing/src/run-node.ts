import { randomUUID } from 'node:crypto';
import { checkConfig, createRegistry, type JsonSchema, parseSource, resolveSource, SeededRandom } from '@expgraph/core';
import {
  type AnyComponent,
  type AnyNodeClass,
  ArtifactStore,
  Clock,
  Components,
  Logger,
  NodeFolders,
  type NodeStatics,
  nodeTypeOf,
  type Outputs,
  type Plugin,
  type PortValues,
  Progress,
  plugin,
  Random,
  SharedFiles,
  Sources,
  type Static,
  Tracker,
} from '@expgraph/sdk';
import tensorflow from '@expgraph/tensorflow';
import {
  MemoryArtifactStore,
  QuietProgress,
  RecordingLogger,
  RecordingTracker,
  TemporaryFiles,
  TemporaryFolders,
} from './services.js';

export interface RunNodeOptions<N extends NodeStatics> {
  readonly inputs: PortValues<N['inputs']>;
  /** As in a YAML: what has a default may be left out. */
  readonly config?: Partial<Static<N['config']>>;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Relative sources start here; default the working directory. */
  readonly folder?: string;
  readonly artifacts?: MemoryArtifactStore;
  readonly files?: SharedFiles;
  readonly folders?: NodeFolders;
  /** Components of the node's own plugin that its config may name. */
  readonly components?: readonly AnyComponent[];
  /** Others whose services the node wants. */
  readonly plugins?: readonly Plugin[];
  /** What identifies the inputs; default what differs from call to call. */
  readonly fingerprints?: { readonly [Input in keyof N['inputs']]?: string };
}

export interface NodeRun<N extends NodeStatics> {
  readonly outputs: Outputs<N>;
  readonly tracker: RecordingTracker;
  readonly logger: RecordingLogger;
}

/**
 * Runs a node as an experiment would: its config is checked and completed, its services are injected.
 * @throws an error with the problems when the config does not fit the schema.
 */
export async function runNode<N extends NodeStatics>(nodeClass: N, options: RunNodeOptions<N>): Promise<NodeRun<N>> {
  const { folder = process.cwd(), seed = 1, signal = new AbortController().signal } = options;
  const target = nodeClass as unknown as AnyNodeClass;
  const registry = registryOf(target, options);
  const config = completeConfig(nodeClass, options.config ?? {}, registry);
  const container = registry.createContainer();
  const [tracker, logger] = [new RecordingTracker(), new RecordingLogger()];
  container.bind(Random).toConstantValue(new SeededRandom([seed, 'test']));
  container.bind(Progress).toConstantValue(new QuietProgress());
  container.bind(Tracker).toConstantValue(tracker);
  container.bind(Logger).toConstantValue(logger);
  container.bind(ArtifactStore).toConstantValue(options.artifacts ?? new MemoryArtifactStore());
  container.bind(SharedFiles).toConstantValue(options.files ?? new TemporaryFiles());
  container.bind(NodeFolders).toConstantValue(options.folders ?? new TemporaryFolders());
  container.bind(Clock).toConstantValue({ now: () => Date.now() });
  container.bind(Sources).toConstantValue({ resolve: (text) => resolveSource(parseSource(text, folder)) });
  container.bind(Components).toConstantValue({
    create: async (kind, { type, ...config }) =>
      registry.components
        .get(kind)
        ?.get(type)
        ?.create(config as never) as never,
  });
  const instance = container.get(target) as { run(run: object): Promise<Outputs<N>> };
  const unique = Object.keys(options.inputs).map((name) => [name, randomUUID()]);
  const fingerprints = options.fingerprints ?? Object.fromEntries(unique);
  const outputs = await instance.run({ inputs: options.inputs, config, fingerprints, signal });
  return { outputs, tracker, logger };
}

/**
 * A config with the defaults of what it leaves out.
 * @throws an error with the problems when it does not fit the schema.
 */
export function completeConfig(
  nodeClass: NodeStatics,
  config: object,
  { components } = registryOf(nodeClass as unknown as AnyNodeClass),
): object {
  const nowhere = { file: 'test', line: 1, column: 1, endLine: 1, endColumn: 2 };
  const place = { path: [], owner: `the config of ${nodeTypeOf(nodeClass)}`, locate: () => nowhere };
  const checked = checkConfig(nodeClass.config as JsonSchema, config, place, components);
  if (!checked.config) throw new Error(checked.problems.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return checked.config as object;
}

const registryOf = (
  nodeClass: AnyNodeClass,
  { plugins = [], components = [] }: Pick<RunNodeOptions<NodeStatics>, 'plugins' | 'components'> = {},
) =>
  createRegistry([
    ...plugins.map((other) => ({ plugin: other, name: other.name, codeIdentity: 'test' })),
    { plugin: tensorflow, name: 'tensorflow', codeIdentity: 'test' },
    { plugin: plugin({ name: 'test', nodes: [nodeClass], components }), name: 'test', codeIdentity: 'test' },
  ]);
