import { otherChannels } from './messages.js';

/** Checks that images have 1 or 3 channels. @throws ExperimentError */
export function checkChannels(channels: string | number): void {
  if (typeof channels === 'number' && channels !== 1 && channels !== 3) throw otherChannels(channels);
}
