import { expect, it } from 'vitest';
import { phasesLeft, trainingPhases } from './training-phases.js';

const unfreeze = [
  { atEpoch: 5, layers: ['b'] },
  { atEpoch: 2, layers: ['c'] },
  { atEpoch: 5, layers: ['a'] },
];
const starts = (phases: ReturnType<typeof phasesLeft>) => phases.map(({ start }) => start);

it('is one phase when nothing is unfrozen', () => {
  expect(trainingPhases(3)).toEqual([{ start: 0, end: 3, unfrozen: [], last: true }]);
});

it('ends a phase where layers begin to train, in whatever order they are given', () => {
  expect(trainingPhases(8, unfreeze)).toEqual([
    { start: 0, end: 2, unfrozen: [], last: false },
    { start: 2, end: 5, unfrozen: ['c'], last: false },
    { start: 5, end: 8, unfrozen: ['b', 'c', 'a'], last: true },
  ]);
});

it('has no phase that begins after the last epoch', () => {
  expect(starts(trainingPhases(5, unfreeze))).toEqual([0, 2]);
});

it('goes on in the phase of the next epoch, or in that in which a training was stopped', () => {
  const phases = trainingPhases(8, unfreeze);
  expect(starts(phasesLeft(phases))).toEqual([0, 2, 5]);
  expect(starts(phasesLeft(phases, { epochs: 1, stopped: false }))).toEqual([0, 2, 5]);
  expect(starts(phasesLeft(phases, { epochs: 2, stopped: false }))).toEqual([2, 5]);
  expect(starts(phasesLeft(phases, { epochs: 2, stopped: true }))).toEqual([0, 2, 5]);
  expect(starts(phasesLeft(phases, { epochs: 8, stopped: false }))).toEqual([5]);
});
