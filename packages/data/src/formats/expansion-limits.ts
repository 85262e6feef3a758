import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { settingInvalid } from './expansion-messages.js';

/** What a file may expand to. */
export interface ExpansionLimits {
  /** Bytes, whatever the size of the file. */
  readonly bytes: number;
  /** Times the size of the file, once it expands to more than `free` bytes. */
  readonly ratio: number;
  /** Bytes that any file may expand to: a small one that is very regular is harmless. */
  readonly free: number;
  /** Entries of an archive, or values that become objects. */
  readonly entries: number;
}

const MIB = 2 ** 20;

/** Photographs hardly expand; tables in text expand 5 to 20 times, arrays of which 1 % is not zero some 40 times. */
const RATIO = 100;
/** ImageNet has 14 million images. */
const ENTRIES = 20_000_000;
/** On a disk. The largest public image sets have some hundred gigabytes. */
const DISK_BYTES = 2 ** 40;

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** Returns the limits of what is held in memory, or written to a disk, with what the environment sets. */
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

/** Objects of some 200 bytes that take half of what Node gives to them: beyond all of it, the process ends. */
const mostObjects = () => Math.floor(getHeapStatistics().heap_size_limit / 400);

/** Half of the memory that there is, in the container if this is one. */
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
