import { describe, expect, it } from 'vitest';
import { reasonToRun } from './reason.js';

const before = {
  id: 'train',
  seed: '42',
  'code of trainer': 'trainer@1',
  'config.epochs': '8',
  'config.optimizer': '{"learningRate":0.00001,"type":"adam"}',
  'input "model"': 'abc.model',
  'content of source': 'sha256-1',
};
const inputs = { model: { node: 'transfer' } };
const reason = (change: Record<string, string>, running: string[] = []) =>
  reasonToRun({ ...before, ...change }, before, new Set(running), inputs);

describe('reasonToRun', () => {
  it('reports a node that never ran', () => {
    expect(reasonToRun(before, undefined, new Set(['transfer']), inputs)).toBe('never ran');
  });

  it.each([
    [{ 'config.epochs': '3' }, 'config.epochs: 8 → 3'],
    [
      { 'config.optimizer': '{"learningRate":0.0001,"type":"adam"}' },
      'config.optimizer.learningRate: 0.00001 → 0.0001',
    ],
    [{ 'config.augment': 'true' }, 'config.augment: unset → true'],
    [{ 'code of trainer': 'trainer@2' }, 'code of trainer changed'],
    [{ 'content of source': 'sha256-2' }, 'content of source changed'],
    [{ seed: '7', 'config.epochs': '3' }, 'seed: 42 → 7; config.epochs: 8 → 3'],
    [{ 'input "model"': 'def.model' }, 'input "model" changed'],
    [{}, 'its outputs are no longer in the store'],
  ] as [Record<string, string>, string][])('names what changed: %j', (change, expected) => {
    expect(reason(change)).toBe(expected);
  });

  it('names the upstream node that runs if the node itself did not change', () => {
    expect(reason({ 'input "model"': 'def.model' }, ['transfer'])).toBe('its input "model" changes: transfer runs');
    expect(reason({ 'input "model"': 'def.model', 'config.epochs': '3' }, ['transfer'])).toBe('config.epochs: 8 → 3');
  });
});
