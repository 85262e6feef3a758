import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { settingInvalid } from './expansion-messages.js';

/** Limits of the expansion of a file. */
export interface ExpansionLimits {
  /** Maximum number of bytes for any file. */
  readonly bytes: number;
  /** Maximum multiple of the file size, once it expands to more than `free` bytes. */
  readonly ratio: number;
  /** Bytes that any file may expand to: a small file that compresses well is harmless. */
  readonly free: number;
  /** Maximum number of entries of an archive, or of values that become objects. */
  readonly entries: number;
}

const MIB = 2 ** 20;

/** Photographs hardly expand; tables in text expand 5 to 20 times, arrays with 1 % nonzero values about 40 times. */
const RATIO = 100;
/** ImageNet has 14 million images. */
const ENTRIES = 20_000_000;
/** On disk. The largest public image datasets have some hundred gigabytes. */
const DISK_BYTES = 2 ** 40;

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** Returns the limits of data in memory or on disk, with the settings of the environment. */
export function expansionLimits(place: 'memory' | 'disk'): ExpansionLimits {
  const bytes = place === 'disk' ? DISK_BYTES : memoryBytes();
  const entries = place === 'disk' ? ENTRIES : mostObjects();
  return {
    bytes: setting('EXPGRAPH_EXPANSION_BYTES', 'a number of bytes such as 500GB') ?? bytes,
    ratio: setting('EXPGRAPH_EXPANSION_RATIO', 'a number such as 1100') ?? RATIO,
    free: 256 * MIB,
    entries: setting('EXPGRAPH_EXPANSION_ENTRIES', 'a number such as 50000000') ?? entries,
  };
}

/** Number of objects of about 200 bytes in half of Node's heap: the process ends if the heap is full. */
const mostObjects = () => Math.floor(getHeapStatistics().heap_size_limit / 400);

/** Half of the memory of the machine, or of the container. */
function memoryBytes(): number {
  const constrained = process.constrainedMemory?.() ?? 0;
  return Math.floor((constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()) / 2);
}

function setting(name: string, expected: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i.exec(text) ?? [];
  if (digits === undefined || Number(digits) === 0) throw settingInvalid(name, text, expected);
  return Number(digits) * UNITS[unit.toUpperCase()];
}
