import { otherChannels } from './pixel-messages.js';

/** Of images with a colour, or grey: what people see. */
export function checkChannels(channels: string | number): void {
  if (typeof channels === 'number' && channels !== 1 && channels !== 3) throw otherChannels(channels);
}
