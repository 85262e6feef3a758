import { join } from 'node:path';
import {
  dataset,
  type Infer,
  inject,
  NodeFolders,
  node,
  type OutputSpecs,
  type Outputs,
  optional,
  Random,
  type Run,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { checkChannels } from '../decode/check-channels.js';

const [FOLDER, SHEET] = ['contact-sheet', 'sheet.png'];

const images = (description: string) =>
  dataset({ features: { shape: ['batch', 'height', 'width', 'channels'] }, description });

/** Draws images of a dataset as they are in several epochs. `expgraph preview` adds this node to an experiment. */
@node('contact-sheet')
export class ContactSheet {
  static readonly description =
    'Draw some images as they are in several epochs, one row per image, into kept/<node> of the run and its report.';
  static readonly inputs = {
    images: images('Images to draw.'),
    original: optional(dataset({ description: 'The same images before augmentation, drawn first in each row.' })),
  };
  static readonly outputs = {};
  static readonly config = Type.Object(
    {
      images: Type.Integer({
        minimum: 1,
        maximum: 100,
        default: 6,
        description: 'Number of images, chosen at random.',
      }),
      epochs: Type.Integer({ minimum: 1, maximum: 100, default: 8, description: 'Number of epochs, from the first.' }),
      tileHeight: Type.Integer({
        minimum: 8,
        default: 128,
        description: 'Height of an image on the sheet, in pixels.',
      }),
    },
    { renamed: { tile: 'tileHeight' } },
  );

  constructor(
    @inject(NodeFolders) private readonly folders: NodeFolders,
    @inject(Random) private readonly random: Random,
    @inject(Tracker) private readonly tracker: Tracker,
  ) {}

  static infer({ inputs: { images } }: Infer<typeof ContactSheet>): OutputSpecs<typeof ContactSheet> {
    checkChannels(images.features?.shape?.[3] ?? 3);
    return {};
  }

  async run({ inputs, config, signal }: Run<typeof ContactSheet>): Promise<Outputs<typeof ContactSheet>> {
    const { drawContactSheet } = await import('./draw-contact-sheet.js');
    const chosen = this.random.permutation(inputs.images.size).slice(0, config.images);
    await this.folders.write(FOLDER, (folder) =>
      drawContactSheet(inputs, chosen, { ...config, signal }, join(folder, SHEET)),
    );
    const first = inputs.original ? ' The first column shows the original images.' : '';
    const caption = `One row per image, one column per epoch.${first}`;
    this.tracker.logPicture('Images', { kind: 'image', folder: FOLDER, file: SHEET, caption });
    return {};
  }
}
