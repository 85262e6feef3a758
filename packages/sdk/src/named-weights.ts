/**
 * Weights that a node knows by name: one entry of its static `weights`. The node's own code takes the source from the same entry, so that
 * what `expgraph weights pull` fetches is what a run would.
 * @example
 * static readonly weights: readonly NamedWeights[] = [
 *   { name: 'imagenet', variant: '1.0_224', source: 'https://host/weights_1.0_224.h5#md5=…', bytes: 9_406_464 },
 * ];
 */
export interface NamedWeights {
  /** What the option `weights` of the node calls them: `imagenet`. */
  readonly name: string;
  /** Tells apart the files of one name, which other options choose between: `1.0_224`. The first is that of the node's defaults. */
  readonly variant?: string;
  /** Where they come from, as in a config: `https:` with its published checksum behind it, `npm:`, `pypi:`. */
  readonly source: string;
  /** SHA-256 of the file that the source names, where the source does not tell a checksum. */
  readonly sha256?: string;
  /** Size of what is downloaded. */
  readonly bytes?: number;
  /** What they were trained on, and their licence where it is known. */
  readonly description?: string;
}
