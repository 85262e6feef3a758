import { describe, expect, it } from 'vitest';
import { cases } from './cases.mjs';
import { axesOf, fastestSettings } from './peer-settings.mjs';

describe("the search of the peer's settings", () => {
  it('keeps each setting that makes the peer faster, and no other', async () => {
    const tried = [];
    const speedOf = async ({ oneDNN, jitCompile, stepsPerExecution }, label) => {
      tried.push(label);
      return (oneDNN ? 1 : 2) * (jitCompile ? 0.5 : 1) * (stepsPerExecution > 1 ? 3 : 1);
    };
    const { settings, label } = await fastestSettings(axesOf(cases.cnn, 2), speedOf);
    expect(settings).toEqual({ oneDNN: false, jitCompile: false, stepsPerExecution: 32 });
    expect(label).toBe('no oneDNN, 32 steps per execution');
    expect(tried).toEqual(['oneDNN', 'no oneDNN', 'no oneDNN, XLA', 'no oneDNN, 32 steps per execution']);
  });

  it('passes a setting that cannot be used', async () => {
    const speedOf = async ({ jitCompile }) => (jitCompile ? 0 : 1);
    expect((await fastestSettings(axesOf(cases.cnn, 2), speedOf)).settings.jitCompile).toBe(false);
  });

  it('tries nothing where the peer itself takes its fastest way', async () => {
    const never = () => Promise.reject(new Error('measured'));
    expect(await fastestSettings(axesOf(cases['tokens-word-level'], 2), never)).toEqual({ settings: {}, label: '' });
  });
});
