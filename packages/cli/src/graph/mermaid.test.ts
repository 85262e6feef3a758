import { expect, it } from 'vitest';
import { mermaid } from './mermaid.js';

it('escapes names for Mermaid and HTML', () => {
  const drawing = { nodes: [{ id: 'a', type: 'x"]<b>' }], edges: [{ from: 'a', to: 'a', label: 'in|out' }] };
  expect(mermaid(drawing).split('\n')).toEqual([
    'flowchart TD',
    '  n0["a<br/><small>x#34;#93;#60;b#62;</small>"]',
    '  n0 -->|in#124;out| n0',
    '',
  ]);
});
