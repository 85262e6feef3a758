/** Finds words of scripts/words.mjs in sources and docs. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { RULES } from './words.mjs';

const FILES = /\.(ts|mts|mjs|cjs|js|cc|h|py|md|ya?ml)$/;
const EXCEPT = /^(scripts\/words\.mjs|docs\/reference\/)/;
/** Marks a line, or the next one, with names that must stay: third-party names, and old names of renamed options. */
const ALLOWED = /words-allow/;

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => FILES.test(file) && !EXCEPT.test(file));

let found = 0;
for (const file of files) {
  const lines = read(file).split('\n');
  for (const [index, line] of lines.entries()) {
    if (ALLOWED.test(line) || ALLOWED.test(lines[index - 1] ?? '')) continue;
    for (const { pattern, write } of RULES) {
      const match = pattern.exec(line);
      if (!match) continue;
      found += 1;
      console.error(`${file}:${index + 1}:${match.index + 1} "${match[0]}": write ${write}`);
    }
  }
}
if (found > 0) {
  console.error(`${found} words to replace, see scripts/words.mjs.`);
  process.exitCode = 1;
}

/** Returns an empty text for a file that is deleted but still tracked. */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
