import type { ArtifactStore, OptimizerState } from '@expgraph/sdk';
import { packFloats, unpackFloats } from './float-pack.js';
import { decodeOptimizerState, encodeOptimizerState } from './optimizer-state-codec.js';

/** How far an epoch is. Sums are over the examples that were seen. */
export interface EpochProgress {
  readonly steps: number;
  readonly seen: number;
  readonly loss: number;
  /** Examples or steps that have a class, and those of them that are classified rightly. */
  readonly counted: number;
  readonly correct: number;
}

/** All that a training that goes on from here needs, besides what its config says. */
export interface TrainingState {
  /** Epochs that are done. */
  readonly epochs: number;
  /** How far the next one is. */
  readonly progress: EpochProgress;
  /** Whether a callback has ended it. */
  readonly stopped: boolean;
  /** Optimizer steps that are done. */
  readonly steps: number;
  readonly learningRateFactor: number;
  readonly history: Readonly<Record<string, number[]>>;
  readonly callbacks: readonly unknown[];
  readonly bestEpoch?: number;
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly bestWeights?: ReadonlyMap<string, Float32Array>;
  readonly optimizer: OptimizerState;
  /** What stateful layers have after the last step. */
  readonly states: readonly Float32Array[];
}

const ENTRY = 'checkpoint';

type Header = Omit<TrainingState, 'weights' | 'bestWeights' | 'optimizer' | 'states'> & {
  readonly optimizerBytes: number;
};

/** Keeps the state as one entry: after a kill the last whole one is there. */
export async function writeCheckpoint(store: ArtifactStore, state: TrainingState): Promise<void> {
  const { weights, bestWeights, optimizer, states, ...rest } = state;
  const optimizerState = encodeOptimizerState(optimizer);
  const arrays = new Map([
    ...[...weights].map(([name, values]) => [`now ${name}`, values] as const),
    ...[...(bestWeights ?? [])].map(([name, values]) => [`best ${name}`, values] as const),
    ...states.map((values, index) => [`state ${index}`, values] as const),
  ]);
  const header: Header = { ...rest, optimizerBytes: optimizerState.length };
  await store.write(ENTRY, Buffer.concat([optimizerState, packFloats(header, arrays), lengthOf(optimizerState)]));
}

export async function readCheckpoint(store: ArtifactStore): Promise<TrainingState | undefined> {
  const entry = await store.read(ENTRY);
  if (!entry) return undefined;
  const optimizerBytes = entry.readUInt32LE(entry.length - 4);
  const { header, arrays } = unpackFloats<Header>(entry.subarray(optimizerBytes, entry.length - 4));
  const part = (prefix: string) =>
    new Map(
      [...arrays]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, values]) => [name.slice(prefix.length), values]),
    );
  const bestWeights = part('best ');
  return {
    ...header,
    weights: part('now '),
    bestWeights: bestWeights.size > 0 ? bestWeights : undefined,
    states: [...part('state ').values()],
    optimizer: decodeOptimizerState(entry.subarray(0, optimizerBytes)),
  };
}

export const removeCheckpoint = (store: ArtifactStore): Promise<void> => store.remove(ENTRY);

function lengthOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return length;
}
