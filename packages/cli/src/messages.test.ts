import { describe, expect, it } from 'vitest';
import { inspectionFailed, predictionFailed } from './messages.js';

const variable = 'Check where it is from. If you trust it, set EXPGRAPH_EXPANSION_RATIO=400 and run again.';
const failures = [
  {
    node: 'inspect',
    code: 'EXPGRAPH_DATA_EXPANSION',
    message: 'It expands.',
    rendered: 'It expands.',
    notes: [variable, 'Set files.'],
  },
];

describe('messages of commands that run one node', () => {
  it('keep notes about environment variables, and omit those about options', () => {
    expect(inspectionFailed('a.gz', 'It expands.', failures).notes).toEqual([variable]);
    expect(predictionFailed(failures).notes).toEqual([variable]);
  });

  it('suggest a path if the node has no other note', () => {
    expect(inspectionFailed('a.gz', 'It is none.').notes).toEqual([
      'Give a TFRecord file, or a folder of them, instead of "a.gz".',
    ]);
  });
});
