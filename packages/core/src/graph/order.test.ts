import { describe, expect, it } from 'vitest';
import { findCycle } from './find-cycle.js';
import { topologicalOrder } from './topological-order.js';

const LONG = 100_000;
const chain = new Map(
  Array.from({ length: LONG }, (_, index) => [`n${index}`, index + 1 < LONG ? [`n${index + 1}`] : []]),
);

describe('findCycle', () => {
  it.each([
    [{ a: [], b: ['a'] }, undefined],
    [{ a: ['a'] }, ['a', 'a']],
    [{ a: ['b'], b: ['a'] }, ['a', 'b', 'a']],
    [{ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, undefined],
    [{ z: ['a'], a: ['b'], b: ['c'], c: ['a'] }, ['a', 'c', 'b', 'a']],
  ] as [Record<string, string[]>, string[] | undefined][])('of %j is %j', (graph, expected) => {
    expect(findCycle(new Map(Object.entries(graph)))).toEqual(expected);
  });

  it('follows a chain of any length', () => {
    expect(findCycle(chain)).toBeUndefined();
    expect(findCycle(new Map([...chain, [`n${LONG - 1}`, ['n0']]]))).toHaveLength(LONG + 1);
  });
});

describe('topologicalOrder', () => {
  it('orders each node after its dependencies, ties in the given order', () => {
    const graph = { e: ['c', 'd'], a: [], d: ['b'], c: ['b', 'a'], b: [] };
    expect(topologicalOrder(new Map(Object.entries(graph)))).toEqual(['b', 'a', 'c', 'd', 'e']);
  });

  it('follows a chain of any length', () => {
    expect(topologicalOrder(chain)[0]).toBe(`n${LONG - 1}`);
  });
});
