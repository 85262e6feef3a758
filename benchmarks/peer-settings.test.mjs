import { describe, expect, it } from 'vitest';
import { cases } from './cases.mjs';
import { axesOf, fastestSettings } from './peer-settings.mjs';

describe("the search of the peer's settings", () => {
  it('keeps only settings that make the peer faster', async () => {
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

  it('skips a setting that fails', async () => {
    const speedOf = async ({ jitCompile }) => (jitCompile ? 0 : 1);
    expect((await fastestSettings(axesOf(cases.cnn, 2), speedOf)).settings.jitCompile).toBe(false);
  });

  it('tries nothing if the peer has only one setting', async () => {
    const never = () => Promise.reject(new Error('measured'));
    expect(await fastestSettings(axesOf(cases['tokens-word-level'], 2), never)).toEqual({ settings: {}, label: '' });
  });
});
