/**
 * Checked by `tsc`, never run: each `@ts-expect-error` is a mistake that the compiler must refuse.
 */
import { dataset, inject, node, type Outputs, plugin, Random, type Run, Type } from './index.js';

@node('robustness/label-noise')
class LabelNoise {
  static readonly inputs = { data: dataset({ label: 'class' }) };
  static readonly outputs = { data: dataset({ label: 'class' }) };
  static readonly config = Type.Object({
    rate: Type.Number({ minimum: 0, maximum: 1, default: 0.1, description: 'Fraction of the labels to replace.' }),
  });

  constructor(@inject(Random) private readonly random: Random) {}

  run({ inputs, config }: Run<typeof LabelNoise>): Outputs<typeof LabelNoise> {
    const rate: number = config.rate;
    // @ts-expect-error an unknown config key
    config.rte;
    // @ts-expect-error an unknown input
    inputs.images;
    return { data: this.random.uniform() < rate ? inputs.data : inputs.data };
  }
}

// @ts-expect-error the output "data" must be a dataset
@node('robustness/wrong-output')
class WrongOutput {
  static readonly inputs = {};
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({});
  run() {
    return { data: 3 };
  }
}

// @ts-expect-error the output "data" is missing
@node('robustness/missing-output')
class MissingOutput {
  static readonly inputs = {};
  static readonly outputs = { data: dataset() };
  static readonly config = Type.Object({});
  run() {
    return {};
  }
}

// @ts-expect-error "inptus" is misspelled
@node('robustness/misspelled')
class Misspelled {
  static readonly inptus = { data: dataset() };
  static readonly outputs = {};
  static readonly config = Type.Object({});
  run() {
    return {};
  }
}

export default plugin({ name: 'robustness', nodes: [LabelNoise, WrongOutput, MissingOutput] });
export { Misspelled };
