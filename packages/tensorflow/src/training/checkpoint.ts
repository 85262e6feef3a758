import type { ArtifactStore, OptimizerState } from '@expgraph/sdk';
import { packFloats, unpackFloats } from './float-pack.js';
import { decodeOptimizerState, encodeOptimizerState } from './optimizer-state-codec.js';

/** Progress within an epoch. Sums are over the examples processed so far. */
export interface EpochProgress {
  readonly steps: number;
  readonly seen: number;
  readonly loss: number;
  /** Number of examples or timesteps with a class, and how many of them are classified correctly. */
  readonly counted: number;
  readonly correct: number;
}

/** State that a resumed training needs besides its config. */
export interface TrainingState {
  /** Number of finished epochs. */
  readonly epochs: number;
  /** Progress within the current epoch. */
  readonly progress: EpochProgress;
  /** Whether a callback has stopped the training. */
  readonly stopped: boolean;
  /** Number of optimizer steps. */
  readonly steps: number;
  readonly learningRateFactor: number;
  readonly history: Readonly<Record<string, number[]>>;
  readonly callbacks: readonly unknown[];
  readonly bestEpoch?: number;
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly bestWeights?: ReadonlyMap<string, Float32Array>;
  readonly optimizer: OptimizerState;
  /** States of the stateful layers after the last step. */
  readonly states: readonly Float32Array[];
}

const ENTRY = 'checkpoint';

type Header = Omit<TrainingState, 'weights' | 'bestWeights' | 'optimizer' | 'states'> & {
  readonly optimizerBytes: number;
};

/** Writes the state as one entry, so that a kill leaves the last complete one. */
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
