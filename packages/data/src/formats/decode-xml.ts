import { type DecodeOptions, decodeText } from './decode-text.js';

/** The first bytes of XML in UTF-16 without a byte order mark. */
const UTF16 = [
  [Buffer.from('<\0?\0', 'latin1'), 'utf-16le'],
  [Buffer.from('\0<\0?', 'latin1'), 'utf-16be'],
] as const;

const DECLARATION = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/;

/**
 * Returns the text of an XML file in the encoding of its byte order mark or declaration, otherwise UTF-8.
 * @param options An encoding here takes precedence over that of the file.
 * @throws ExperimentError at bytes that are not valid in the encoding
 */
export function decodeXml(bytes: Uint8Array, options: DecodeOptions): string {
  return decodeText(bytes, { ...options, encoding: options.encoding ?? encodingOf(bytes) });
}

function encodingOf(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return undefined;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return 'utf-16';
  const begin = Buffer.from(bytes.subarray(0, 4));
  const wide = UTF16.find(([start]) => begin.equals(start));
  if (wide) return wide[1];
  return DECLARATION.exec(Buffer.from(bytes.subarray(0, 256)).toString('latin1'))?.[1];
}
