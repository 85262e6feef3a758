import { type Dataset, dataset, inject, node, type Outputs, plugin, Random, type Run, Type } from '@expgraph/sdk';

/** Replaces a fraction of the labels by random other classes (symmetric noise; Patrini et al., 2017, arXiv:1609.03683). */
@node('robustness/label-noise')
export class LabelNoise {
  static readonly description = 'Replaces a fraction of the labels by other classes.';
  static readonly inputs = { data: dataset({ label: 'class' }) };
  static readonly outputs = { data: dataset({ label: 'class' }) };
  static readonly config = Type.Object({
    rate: Type.Number({ minimum: 0, maximum: 1, default: 0.1, description: 'Fraction of the labels to replace.' }),
  });

  constructor(@inject(Random) private readonly random: Random) {}

  run({ inputs, config }: Run<typeof LabelNoise>): Outputs<typeof LabelNoise> {
    const { data } = inputs;
    const noisy = Int32Array.from(data.labels(), (label) => {
      const replace = this.random.uniform() < config.rate;
      return replace ? (label + 1 + this.random.integer(data.classes.length - 1)) % data.classes.length : label;
    });
    return { data: withLabels(data, noisy) };
  }
}

const withLabels = (data: Dataset, labels: Int32Array): Dataset => ({
  spec: data.spec,
  size: data.size,
  classes: data.classes,
  labels: () => labels,
  name: (index) => data.name(index),
  async read(indices, options) {
    const batch = await data.read(indices, options);
    return { ...batch, labels: Int32Array.from(indices, (index) => labels[index]) };
  },
});

export default plugin({ name: 'robustness', nodes: [LabelNoise] });
