import json5 from 'json5';

/** Whether a script is a module that hands out one value, as bundlers for the browser write it. */
export const isUmdModule = (text: string) => /^\s*!function\(/.test(text.slice(0, 100));

const EXPORTS = '.exports=';

/** The object that a module hands out, read as text: a literal of JavaScript. */
export function readUmdModel(text: string): unknown {
  const start = text.lastIndexOf(`${EXPORTS}{`);
  const end = text.lastIndexOf('},{}]},{}');
  if (start < 0 || end < start) throw new Error('it hands out no object');
  const literal = text.slice(start + EXPORTS.length, end);
  return json5.parse(literal.replaceAll(/"(?:[^"\\]|\\.)*"|![01]/g, (part) => LITERALS[part] ?? part));
}

/** What minifiers write for these two. */
const LITERALS: Readonly<Record<string, string>> = { '!0': 'true', '!1': 'false' };

/** The bytes that a module hands out as base64; undefined when there are none. */
export function readUmdShard(content: Buffer): Buffer | undefined {
  const start = content.indexOf(`${EXPORTS}"`);
  const end = content.indexOf('"', start + EXPORTS.length + 1);
  if (start < 0 || end < 0) return undefined;
  return Buffer.from(content.toString('latin1', start + EXPORTS.length + 1, end), 'base64');
}
