import { byteSize, ExpansionBudget } from '@expgraph/data/formats';
import { ExpgraphError } from '@expgraph/sdk';
import { ImageFault } from './image-fault.js';

/** Limit above which Pillow reports a decompression bomb. */
export const MOST_PIXELS = 178_956_970;

/** In pixels. libvips does not shrink images with a longer side; only damaged files have one. */
const LONGEST_SIDE = 100_000;

interface Claim {
  readonly height: number;
  readonly width: number;
  /** Bytes of memory that a decoder needs for each pixel. */
  readonly depth: number;
  /** In bytes. */
  readonly fileSize: number;
}

/**
 * Rejects an image by the size in its header, before decoding it: too many pixels, or far more than a file of this length can hold.
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
