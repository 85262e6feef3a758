import json5 from 'json5';

/** Returns whether a script is a UMD module, as bundlers for the browser write it. */
export const isUmdModule = (text: string) => /^\s*!function\(/.test(text.slice(0, 100));

const EXPORTS = '.exports=';

/** Parses the object literal that a module exports, without executing it. */
export function readUmdModel(text: string): unknown {
  const start = text.lastIndexOf(`${EXPORTS}{`);
  const end = text.lastIndexOf('},{}]},{}');
  if (start < 0 || end < start) throw new Error('it exports no object');
  const literal = text.slice(start + EXPORTS.length, end);
  return json5.parse(literal.replaceAll(/"(?:[^"\\]|\\.)*"|![01]/g, (part) => LITERALS[part] ?? part));
}

/** Minified literals of true and false. */
const LITERALS: Readonly<Record<string, string>> = { '!0': 'true', '!1': 'false' };

/** Returns the bytes that a module exports as base64; undefined if there are none. */
export function readUmdShard(content: Buffer): Buffer | undefined {
  const start = content.indexOf(`${EXPORTS}"`);
  const end = content.indexOf('"', start + EXPORTS.length + 1);
  if (start < 0 || end < 0) return undefined;
  return Buffer.from(content.toString('latin1', start + EXPORTS.length + 1, end), 'base64');
}
