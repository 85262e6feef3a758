import { expect, it } from 'vitest';
import { phasesLeft, trainingPhases } from './training-phases.js';

const unfreeze = [
  { atEpoch: 5, layers: ['b'] },
  { atEpoch: 2, layers: ['c'] },
  { atEpoch: 5, layers: ['a'] },
];
const starts = (phases: ReturnType<typeof phasesLeft>) => phases.map(({ start }) => start);

it('has one phase if no layers are unfrozen', () => {
  expect(trainingPhases(3)).toEqual([{ start: 0, end: 3, unfrozen: [], last: true }]);
});

it('starts a phase at each epoch that unfreezes layers, in any order', () => {
  expect(trainingPhases(8, unfreeze)).toEqual([
    { start: 0, end: 2, unfrozen: [], last: false },
    { start: 2, end: 5, unfrozen: ['c'], last: false },
    { start: 5, end: 8, unfrozen: ['b', 'c', 'a'], last: true },
  ]);
});

it('has no phase after the last epoch', () => {
  expect(starts(trainingPhases(5, unfreeze))).toEqual([0, 2]);
});

it('resumes in the phase of the next epoch, or in that in which the training was stopped', () => {
  const phases = trainingPhases(8, unfreeze);
  expect(starts(phasesLeft(phases))).toEqual([0, 2, 5]);
  expect(starts(phasesLeft(phases, { epochs: 1, stopped: false }))).toEqual([0, 2, 5]);
  expect(starts(phasesLeft(phases, { epochs: 2, stopped: false }))).toEqual([2, 5]);
  expect(starts(phasesLeft(phases, { epochs: 2, stopped: true }))).toEqual([0, 2, 5]);
  expect(starts(phasesLeft(phases, { epochs: 8, stopped: false }))).toEqual([5]);
});
