import { expect, it } from 'vitest';
import { FOOTER, frameRecord, HEADER } from './frame-record.js';
import { scanRecords } from './scan-records.js';

const full = process.env.EXPGRAPH_FULL_TESTS === '1';

it('never returns a record that was not written, whatever the damage', () => {
  const records = [0, 1, 5, 40, 300].map((length, seed) => new Uint8Array(length).fill(seed + 1));
  const size = records.reduce((sum, { length }) => sum + HEADER + length + FOOTER, 0);
  const sound = Buffer.alloc(size);
  let at = 0;
  for (const record of records) at = frameRecord(record, sound, at);
  const texts = new Set(records.map((record) => Buffer.from(record).toString('hex')));
  let state = 777;
  const draw = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  let damaged = 0;
  const wrong: string[] = [];
  for (let run = 0; run < (full ? 100_000 : 3000); run += 1) {
    const bytes = Buffer.from(sound);
    for (let change = draw(4); change >= 0; change -= 1) bytes[draw(size)] = draw(256);
    if (draw(3) === 0) bytes.copyWithin(draw(size), draw(size));
    const end = draw(3) === 0 ? draw(size) : size;
    const { starts, ends, flaws, consumed } = scanRecords(bytes, 0, end);
    for (const [index, start] of starts.entries()) {
      const found = bytes.subarray(start, ends[index]).toString('hex');
      if (!texts.has(found)) wrong.push(found);
    }
    if (consumed > end) wrong.push(`${consumed} of ${end} bytes`);
    damaged += flaws.length > 0 ? 1 : 0;
  }
  expect(wrong).toEqual([]);
  expect(damaged).toBeGreaterThan(1000);
}, 300_000);
