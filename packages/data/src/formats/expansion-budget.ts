import type { NodePlace } from '@expgraph/sdk';
import { at } from '../wording/index.js';
import { type ExpansionLimits, expansionLimits } from './expansion-limits.js';
import { bytesExceeded, entriesExceeded, ratioExceeded } from './expansion-messages.js';

export interface ExpansionOptions {
  readonly limits?: Partial<ExpansionLimits>;
  /** Stops the work at the next bytes. */
  readonly signal?: AbortSignal;
  /** Where errors point. Default: the option source. */
  readonly at?: NodePlace;
}

/**
 * Bounds what one file expands to while it is read: bytes that are unpacked, memory that values take, entries. Every reader of a format
 * that can claim or hold more than the file has bytes counts here; the time that reading takes is bounded with the bytes.
 */
export class ExpansionBudget {
  private used = 0;
  private count = 0;
  private readonly limits: ExpansionLimits;
  private readonly most: number;
  private readonly signal: AbortSignal | undefined;
  private readonly place: NodePlace;

  /**
   * @param file Name of the file, for errors.
   * @param packed Bytes of the file.
   */
  private constructor(
    readonly file: string,
    readonly packed: number,
    limits: ExpansionLimits,
    options: ExpansionOptions,
  ) {
    this.limits = { ...limits, ...options.limits };
    this.signal = options.signal;
    this.place = options.at ?? at('source');
    const { bytes, ratio, free } = this.limits;
    this.most = Math.min(bytes, Math.max(free, ratio * packed));
  }

  /** Returns the budget of a file whose content is held in memory. */
  static ofMemory(file: string, packed: number, options: ExpansionOptions = {}): ExpansionBudget {
    return new ExpansionBudget(file, packed, expansionLimits('memory'), options);
  }

  /** Returns the budget of a file whose content is streamed, or written to a disk. */
  static ofDisk(file: string, packed: number, options: ExpansionOptions = {}): ExpansionBudget {
    return new ExpansionBudget(file, packed, expansionLimits('disk'), options);
  }

  /** Bytes that were counted so far. */
  get spent(): number {
    return this.used;
  }

  /** Counts bytes. @throws ExperimentError when there are too many, the signal's reason when it has been aborted */
  spend(bytes: number): void {
    this.signal?.throwIfAborted();
    this.used += bytes;
    if (!(this.used <= this.most)) throw this.exceeded(this.used, false);
  }

  /** Checks bytes that a header announces, before room for them is taken; does not count them. @throws ExperimentError */
  claim(bytes: number): void {
    if (!(this.used + bytes <= this.most)) throw this.exceeded(this.used + bytes, true);
  }

  /** Counts entries of an archive, or elements that become objects. @throws ExperimentError when there are too many */
  enter(entries = 1): void {
    this.signal?.throwIfAborted();
    this.count += entries;
    if (!(this.count <= this.limits.entries)) throw entriesExceeded(this.file, this.limits.entries, this.place);
  }

  private exceeded(expanded: number, isWhole: boolean) {
    const { file, packed, most, place } = this;
    const { bytes, ratio } = this.limits;
    const found = { file, packed, expanded, isWhole, most };
    return most === bytes ? bytesExceeded(found, place) : ratioExceeded(found, ratio, place);
  }
}
