import { fstatSync } from 'node:fs';
import { MUTE } from '../dist/set-up/native-folder.js';

/** Checks that `mute` redirects standard error, and `unmute` restores it. */
export async function entries(load, random) {
  const { mute, unmute } = load(MUTE);
  const { ino, dev } = fstatSync(2);
  const expectHere = (isHere) => {
    const now = fstatSync(2);
    if ((now.ino === ino && now.dev === dev) !== isHere) throw new Error('standard error is elsewhere');
  };
  const both = (...given) => {
    mute(...given);
    expectHere(false);
    if (random.chance(0.3)) mute();
    unmute(...given);
    expectHere(true);
  };
  return {
    mute: { call: both, args: () => [random.below(9)], check: () => expectHere(true) },
    unmute: { call: unmute, args: () => [random.below(9)], check: () => expectHere(true) },
  };
}
