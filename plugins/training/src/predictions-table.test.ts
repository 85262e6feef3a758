import { expect, it } from 'vitest';
import { numbersTable, topClassesTable } from './predictions-table.js';

it('lists the best classes of each example in descending order, and quotes names', () => {
  const table = topClassesTable(
    {
      classes: ['cat', 'dog, large', 'owl'],
      labels: Int32Array.of(-1, -1),
      scores: Float32Array.of(0.25, 0.5, 0.125, 0.5, 0, 0.25),
      names: ['a.jpg', 'b "2".jpg'],
    },
    2,
  );
  expect(table.split('\n')).toEqual([
    'name,rank,class,score',
    'a.jpg,1,"dog, large",0.5',
    'a.jpg,2,cat,0.25',
    '"b ""2"".jpg",1,cat,0.5',
    '"b ""2"".jpg",2,owl,0.25',
    '',
  ]);
});

it('distinguishes timesteps with the same name', () => {
  const found = {
    classes: ['O', 'B-LOC'],
    labels: Int32Array.of(-1, -1),
    scores: Float32Array.of(0.75, 0.25, 0.125, 0.875),
    names: ['a.conll:1', 'a.conll:1'],
    steps: ['in', 'Seoul, Korea'],
  };
  expect(topClassesTable(found, 1)).toBe(
    'name,step,rank,class,score\na.conll:1,in,1,O,0.75\na.conll:1,"Seoul, Korea",1,B-LOC,0.875\n',
  );
});

it('converts numbers to their original scale', () => {
  const found = {
    classes: ['value'],
    labels: Int32Array.of(-1, -1),
    scores: Float32Array.of(0.5, -2),
    names: ['house 1', 'house, large'],
  };
  expect(numbersTable(found)).toBe('name,value\nhouse 1,0.5\n"house, large",-2\n');
  expect(numbersTable(found, { offset: 100, factor: 8 })).toBe('name,value\nhouse 1,104\n"house, large",84\n');
});
