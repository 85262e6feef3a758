import type { Dimension, TObject, TProperties } from '@expgraph/sdk';
import { type CellConfig, goBackwards, returnSequences, stateful } from './cell-options.js';
import { type RecurrentLayer, recurrentLayer } from './recurrent-node.js';

interface CellComponent {
  readonly type: string;
  readonly description?: string;
  readonly config: TObject<TProperties>;
}

const SEQUENCES = ['batch', 'time', 'features'] as const;

/** Returns the output's shape of a recurrent layer over vectors. */
export const recurrentShape = (
  size: number,
  sequences: boolean,
  [batch, time]: readonly Dimension[],
): readonly Dimension[] => (sequences ? [batch, time, size] : [batch, size]);

/** Returns the layer declaration of a cell. */
export const cellLayer = (
  { type, description = '', config: schema }: CellComponent,
  kind: string,
): RecurrentLayer<TProperties> =>
  recurrentLayer({
    name: type,
    kind,
    description,
    options: { ...schema.properties, returnSequences, goBackwards, stateful },
    accepts: SEQUENCES,
    outputShape: (config, input) =>
      recurrentShape((config as unknown as CellConfig).units, config.returnSequences as boolean, input),
    async build({ returnSequences, goBackwards, stateful, ...config }, name, random) {
      const { buildLayer } = await import('./build-cell.js');
      const cell = { ...config, type } as unknown as CellConfig;
      return buildLayer(withoutCommon(cell), name, { returnSequences, goBackwards, stateful }, random);
    },
  });

/** Removes the options that belong to the node, not to the layer. */
export function withoutCommon<Config extends object>(config: Config): Config {
  const { weights: _, maskValue: __, ...rest } = config as Config & { weights?: unknown; maskValue?: unknown };
  return rest as unknown as Config;
}
