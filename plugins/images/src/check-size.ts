import { byteSize, ExpansionBudget } from '@expgraph/data/formats';
import { ExpgraphError } from '@expgraph/sdk';
import { ImageFault } from './image-fault.js';

/** What Pillow takes for an attack on memory: a picture that claims to be larger is refused. */
export const MOST_PIXELS = 178_956_970;

/** In pixels. libvips does not shrink longer ones, which only damaged files have. */
const LONGEST_SIDE = 100_000;

interface Claim {
  readonly height: number;
  readonly width: number;
  /** Bytes of memory that a decoder takes for a pixel. */
  readonly depth: number;
  /** Bytes of the file. */
  readonly fileSize: number;
}

/**
 * Refuses an image for the size that its header says, before anything is decoded: too many pixels, or far more of them than a file of
 * its length has.
 * @throws ImageFault
 */
export function checkSize({ height, width, depth, fileSize }: Claim): void {
  const size = sizeText(width, height);
  if (height * width > MOST_PIXELS || Math.max(height, width) > LONGEST_SIDE)
    throw new ImageFault(
      `its size is ${size}, expected at most ${count(MOST_PIXELS)} pixels and ${count(LONGEST_SIDE)} along a side: make it smaller`,
    );
  try {
    ExpansionBudget.ofMemory('image', fileSize).claim(height * width * depth);
  } catch (error) {
    if (!ExpgraphError.is(error) || error.code !== 'EXPGRAPH_DATA_EXPANSION') throw error;
    throw new ImageFault(
      `its size is ${size}, and the file has ${byteSize(fileSize)}: it would expand to ${byteSize(height * width * depth)}. Make it smaller, or set EXPGRAPH_EXPANSION_RATIO if you trust it`,
    );
  }
}

export const sizeText = (width: number, height: number) => `${count(width)} x ${count(height)} pixels`;

export const count = (value: number) => value.toLocaleString('en-US');
