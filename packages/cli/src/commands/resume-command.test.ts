import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { resumeCommand } from './resume-command.js';

it('repeats the options that determine the run, without defaults', () => {
  expect(resumeCommand('a.yaml', { set: [], store: '.expgraph' })).toBe('npx expgraph run a.yaml');
  expect(resumeCommand('a.yaml', { set: ['params.epochs=3', 'name=b'], store: '/tmp/s', jobs: 2 })).toBe(
    'npx expgraph run a.yaml --set params.epochs=3 --set name=b --store /tmp/s --jobs 2',
  );
});

it('quotes words for a shell', () => {
  const words = ['my file.yaml', "nodes.a.config.files=it's *.csv", 'x={ a: "$HOME" }'];
  const [file, ...set] = words;
  const command = resumeCommand(file, { set, store: 'a b' }).replace('npx', "printf '%s\\0'");
  expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual([
    ...['expgraph', 'run', words[0], '--set', words[1], '--set', words[2], '--store', 'a b'],
  ]);
});
