import { dataset, inject, node, type Outputs, Random, type Run, Type } from '@expgraph/sdk';
import { SubsetDataset } from './subset-dataset.js';

/** Puts a data set into a random order. */
@node('shuffle')
export class Shuffle {
  static readonly description =
    'Puts a data set into a random order, once: for take, or to look at. Training shuffles by itself, anew each epoch.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({});

  constructor(@inject(Random) private readonly random: Random) {}

  run({ inputs: { data } }: Run<typeof Shuffle>): Outputs<typeof Shuffle> {
    return { data: new SubsetDataset(data, this.random.stream('shuffle').permutation(data.size)) };
  }
}
