/**
 * Named weights of a node: one entry of its static `weights`. The node takes the source from the same entry, so that
 * `expgraph weights pull` fetches the same file as a run.
 * @example
 * static readonly weights: readonly NamedWeights[] = [
 *   { name: 'imagenet', variant: '1.0_224', source: 'https://host/weights_1.0_224.h5#md5=…', bytes: 9_406_464 },
 * ];
 */
export interface NamedWeights {
  /** Value of the node's option `weights`: `imagenet`. */
  readonly name: string;
  /** Distinguishes the files of one name, which other options select: `1.0_224`. The first variant belongs to the node's defaults. */
  readonly variant?: string;
  /** Source, as in a config: `https:` with the published checksum appended, `npm:` or `pypi:`. */
  readonly source: string;
  /** SHA-256 of the source's file, if the source has no checksum. */
  readonly sha256?: string;
  /** Download size in bytes. */
  readonly bytes?: number;
  /** Training data, and the license if known. */
  readonly description?: string;
}
