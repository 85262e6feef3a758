import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { enumsHeader } from './enums-header.js';

it('match the generated C++ header', async () => {
  const header = new URL('../../addons/common/generated/enums.h', import.meta.url);
  expect(await readFile(header, 'utf8')).toBe(enumsHeader());
});
