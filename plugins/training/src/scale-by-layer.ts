import { checkLayer } from './layer-names.js';

/** What the learning rate of a variable, `layer/weight`, is multiplied by: as the first rule says whose layers it is in. */
export function scaleByLayer(
  layers: readonly string[],
  rules: readonly { readonly upTo: string; readonly scale: number }[],
): (variable: string) => number {
  for (const { upTo } of rules) checkLayer('learningRateScale', upTo, layers);
  const scales = layers.map((_, index) => rules.find(({ upTo }) => index <= layers.indexOf(upTo))?.scale ?? 1);
  return (variable) => scales[layers.indexOf(variable.slice(0, variable.lastIndexOf('/')))] ?? 1;
}
