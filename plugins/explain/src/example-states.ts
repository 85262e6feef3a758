import { type Batch, PADDING, tokenName, type Vocabulary } from '@expgraph/sdk';

/** The states of a recurrent layer after each timestep of an example. */
export interface ExampleStates {
  readonly name: string;
  /** Names of the timesteps: tokens, or numbers from 1. Padding is left out. */
  readonly steps: readonly string[];
  /** `[timesteps][units]` */
  readonly states: readonly (readonly number[])[];
  /** Scores by class, one per timestep. Undefined if the model cannot score a prefix of a sequence. */
  readonly scores?: Readonly<Record<string, readonly number[]>>;
}

interface Found {
  /** `float32[batch, time, units]` */
  readonly states: Float32Array;
  readonly units: number;
  /** `float32[batch, time, classes]` */
  readonly scores?: Float32Array;
  readonly classes: readonly string[];
}

/** Returns the states of one example of a batch. */
export function exampleStates(
  name: string,
  example: number,
  { features, shape }: Batch,
  { states, units, scores, classes }: Found,
  vocabulary: Vocabulary | undefined,
): ExampleStates {
  const time = shape[1];
  const tokens = shape.length === 2 ? features.subarray(example * time, (example + 1) * time) : undefined;
  const places = Array.from({ length: time }, (_, place) => place).filter((place) => tokens?.[place] !== PADDING);
  const stepName = (place: number) => {
    if (!tokens) return String(place + 1);
    return vocabulary ? tokenName(vocabulary, tokens[place]) : String(tokens[place]);
  };
  const row = (values: Float32Array, width: number, place: number) =>
    Array.from(values.subarray((example * time + place) * width, (example * time + place + 1) * width), short);
  const ofClass = (index: number) =>
    places.map((place) => short((scores as Float32Array)[(example * time + place) * classes.length + index]));
  return {
    name,
    steps: places.map(stepName),
    states: places.map((place) => row(states, units, place)),
    scores: scores && Object.fromEntries(classes.map((label, index) => [label, ofClass(index)])),
  };
}

/** Rounds to the precision of float32. */
const short = (value: number) => Number(value.toPrecision(7));
