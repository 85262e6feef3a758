import { type Batch, PADDING, tokenName, type Vocabulary } from '@expgraph/sdk';

/** What a recurrent layer has after each step of one example. */
export interface ExampleStates {
  readonly name: string;
  /** What the steps are: tokens, or numbers from 1 on. Padding is left out. */
  readonly steps: readonly string[];
  /** `[steps][units]` */
  readonly states: readonly (readonly number[])[];
  /** By class, a number a step. Undefined where the model gives none of a part of a sequence. */
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

/** Picks one example out of what was found of a batch. */
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

/** As many digits as float32 has. */
const short = (value: number) => Number(value.toPrecision(7));
