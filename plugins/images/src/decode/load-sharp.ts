import type Sharp from 'sharp';
import { decoderMissing } from './messages.js';

let loading: Promise<typeof Sharp> | undefined;

/** Loads the image decoder. Called when the first image is read, so that planning an experiment does not load it. */
export function loadSharp(): Promise<typeof Sharp> {
  loading ??= importSharp();
  return loading;
}

async function importSharp(): Promise<typeof Sharp> {
  const { default: sharp } = await import('sharp').catch((cause: Error) => {
    throw decoderMissing(cause);
  });
  // Images are decoded in parallel, one thread each: 529-567 images/s on 2 cores, compared with 301-345 one at a time.
  sharp.concurrency(1);
  // No bytes are decoded twice, so libvips' cache would not help.
  sharp.cache(false);
  return sharp;
}
