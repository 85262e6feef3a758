import { unknownLayer } from './messages.js';

/** Refuses the name of a layer that the model does not have. Passes when the layers are not known yet. */
export function checkLayer(option: string, name: string | undefined, layers: readonly string[] | undefined): void {
  if (name !== undefined && layers && !layers.includes(name)) throw unknownLayer(option, name, layers);
}
