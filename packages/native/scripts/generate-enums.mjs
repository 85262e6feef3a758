/** Writes the enumerations that TypeScript and C++ share to addons/common/generated/enums.h. Runs after tsc. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { enumsHeader } from '../dist/addons/enums-header.js';

const path = fileURLToPath(new URL('../addons/common/generated/enums.h', import.meta.url));
const header = enumsHeader();
if (readFileSync(path, 'utf8') !== header) writeFileSync(path, header);
