import { randomUUID } from 'node:crypto';
import {
  checkConfig,
  createRegistry,
  type JsonSchema,
  makeComponent,
  parseSource,
  resolveSource,
  SeededRandom,
} from '@expgraph/core';
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
  /** Config as in YAML: options with a default may be omitted. */
  readonly config?: Partial<Static<N['config']>>;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Folder for relative sources; default: the working directory. */
  readonly folder?: string;
  readonly artifacts?: MemoryArtifactStore;
  readonly files?: SharedFiles;
  readonly folders?: NodeFolders;
  /** Components of the node's plugin. */
  readonly components?: readonly AnyComponent[];
  /** Further plugins, for their services. */
  readonly plugins?: readonly Plugin[];
  /** Fingerprints of the inputs; default: unique for each call. */
  readonly fingerprints?: { readonly [Input in keyof N['inputs']]?: string };
}

export interface NodeRun<N extends NodeStatics> {
  readonly outputs: Outputs<N>;
  readonly tracker: RecordingTracker;
  readonly logger: RecordingLogger;
}

/**
 * Runs a node as an experiment does: checks its config, fills in defaults and injects its services.
 * @throws an error with the problems of an invalid config
 */
export async function runNode<N extends NodeStatics>(nodeClass: N, options: RunNodeOptions<N>): Promise<NodeRun<N>> {
  const { folder = process.cwd(), seed = 1, signal = new AbortController().signal } = options;
  const target = nodeClass as unknown as AnyNodeClass;
  const registry = registryOf(target, options);
  const [problem] = registry.problems;
  if (problem) throw new Error([`${problem.code} ${problem.message}`, ...problem.notes].join('\n'));
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
  const make = makeComponent(registry.components);
  container.bind(Components).toConstantValue({ create: async (kind, config) => make(kind, config) });
  const instance = container.get(target) as { run(run: object): Promise<Outputs<N>> };
  const unique = Object.keys(options.inputs).map((name) => [name, randomUUID()]);
  const fingerprints = options.fingerprints ?? Object.fromEntries(unique);
  const outputs = await instance.run({ inputs: options.inputs, config, fingerprints, signal });
  return { outputs, tracker, logger };
}

/**
 * Returns a config with defaults for its missing options.
 * @throws an error with the problems of an invalid config
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
