import { SubsetDataset } from '@expgraph/data/dataset';
import { dataset, inject, node, type Outputs, Random, type Run, Type } from '@expgraph/sdk';

/** Shuffles a dataset. */
@node('shuffle')
export class Shuffle {
  static readonly description =
    'Shuffle a dataset once, for example before take. Training shuffles again in each epoch, without this node.';
  static readonly inputs = { data: dataset() };
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({});

  constructor(@inject(Random) private readonly random: Random) {}

  run({ inputs: { data } }: Run<typeof Shuffle>): Outputs<typeof Shuffle> {
    return { data: new SubsetDataset(data, this.random.stream('shuffle').permutation(data.size)) };
  }
}
