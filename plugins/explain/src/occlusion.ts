import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonText } from '@expgraph/data/formats';
import { className } from '@expgraph/data/labels';
import {
  dataset,
  FIRST_TOKEN,
  type Infer,
  inject,
  model,
  NodeFolders,
  node,
  type OutputSpecs,
  type Outputs,
  PADDING,
  Progress,
  Random,
  type Run,
  type TensorSpec,
  Tracker,
  Type,
  tokenName,
  UNKNOWN,
  type Vocabulary,
  vocabulary,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { chooseExamples } from './choose-examples.js';
import { notTokens, scoresOfSteps, unknownClass, vocabularyDiffers } from './messages.js';
import { OccludedTexts } from './occluded-texts.js';
import { type OccludedText, tokenEffects } from './token-effects.js';

/** Measures how much each token of a text contributes to a score, by occlusion (Zeiler and Fergus, 2014, arXiv:1311.2901). */
@node('explain/occlusion')
export class Occlusion {
  static readonly description =
    'Measure how far the score of a class falls when each token of a text is replaced. The result is a picture in the report, and a file in kept/<node> of the run.';
  static readonly inputs = {
    model: model(),
    data: dataset({ description: 'Token ids, int32[batch, time], from pad.' }),
    vocabulary: vocabulary({ description: 'The vocabulary that pad used.' }),
  };
  static readonly outputs = {};
  static readonly config = Type.Object({
    examples: Type.Integer({
      minimum: 1,
      maximum: 1000,
      default: 8,
      description: 'Number of texts, chosen at random.',
    }),
    class: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'The class whose score is measured. Default: the predicted class of each text.',
      }),
    ),
    replacement: Type.Choice(['unknown', 'padding'], {
      default: 'unknown',
      description:
        'What to replace a token with: the out-of-vocabulary token, or padding, which a model with maskZero skips.',
    }),
    batchSize: Type.Integer({
      minimum: 1,
      default: 64,
      description: 'Number of texts per batch. It does not change the result.',
    }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(NodeFolders) private readonly folders: NodeFolders,
    @inject(Random) private readonly random: Random,
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) private readonly tracker: Tracker,
  ) {}

  static infer({ inputs, config }: Infer<typeof Occlusion>): OutputSpecs<typeof Occlusion> {
    checkTokens(inputs.data.features);
    const { classes, output } = inputs.model;
    if (output?.shape && output.shape.length > 2) throw scoresOfSteps(output);
    if (classes && config.class !== undefined) classIndex(config.class, classes);
    return {};
  }

  async run({ inputs, config, signal }: Run<typeof Occlusion>): Promise<Outputs<typeof Occlusion>> {
    const { data } = inputs;
    checkTokens(data.spec.features);
    checkVocabulary(data.spec.features, inputs.vocabulary);
    const { card, network } = inputs.model;
    const { shape } = network.outputs[0];
    if (shape.length > 2)
      throw scoresOfSteps({ shape: ['batch', 'time', ...shape.slice(2).map((size) => size ?? 'any')] });
    const outputs = shape.at(-1) as number;
    const classes = card.classes ?? Array.from({ length: outputs }, (_, index) => `output ${index}`);
    const chosen = config.class === undefined ? undefined : classIndex(config.class, classes);
    await this.tensorflow.start();
    const { predictModel } = await import('@expgraph/tensorflow/training');
    const { names, batch } = await chooseExamples(data, config.examples, { random: this.random, signal });
    const variants = new OccludedTexts(batch, config.replacement === 'unknown' ? UNKNOWN : PADDING);
    const options = { batchSize: config.batchSize, independent: true, progress: this.progress, signal };
    const scores = await predictModel(inputs.model, variants, options);
    const tokens = Array.from(batch.features, (id) => tokenName(inputs.vocabulary, id));
    const found = tokenEffects({ variants: variants.variants, scores, tokens, names, classes, chosen }, batch.shape[1]);
    const lines = found.map((text) => `${jsonText(text)}\n`);
    await this.folders.write('occlusion', (folder) => writeFile(join(folder, 'tokens.jsonl'), lines.join('')));
    this.draw(found, config.replacement);
    return {};
  }

  private draw(found: readonly OccludedText[], replacement: string): void {
    this.tracker.logPicture('Tokens that move the score', {
      kind: 'texts',
      label: 'fall of the score without the token',
      texts: found.map(({ name, class: ofClass, score, tokens, falls }) => ({
        title: `${name}: ${ofClass} ${score.toFixed(3)}`,
        tokens,
        values: falls,
      })),
      caption: `Each token was replaced by ${replacement === 'padding' ? 'padding' : 'the out-of-vocabulary token'}. Blue tokens support the class, brown tokens oppose it.`,
    });
  }
}

function checkTokens(features: TensorSpec | undefined): void {
  if (!features) return;
  const { dtype, shape } = features;
  if ((dtype !== undefined && dtype !== 'int32') || (shape && shape.length !== 2)) throw notTokens(features);
}

function checkVocabulary(features: TensorSpec | undefined, { tokens }: Vocabulary): void {
  const [found, expected] = [features?.vocabularySize, tokens.length + FIRST_TOKEN];
  if (found !== undefined && found !== expected) throw vocabularyDiffers(found, expected);
}

function classIndex(name: string, classes: readonly string[]): number {
  const index = classes.map(className).indexOf(className(name));
  if (index < 0) throw unknownClass(name, classes);
  return index;
}
