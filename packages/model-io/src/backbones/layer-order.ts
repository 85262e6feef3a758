import type { LayerPlan } from './layer-plan.js';

/**
 * Returns the layers that an output depends on, in the order of Keras and TensorFlow.js: by depth, the longest path to
 * the output, and within a depth in the order of traversal from the output to the input.
 */
export function layerOrder(plans: ReadonlyMap<string, LayerPlan>, output: string): LayerPlan[] {
  const met: LayerPlan[] = [];
  const sorted: LayerPlan[] = [];
  const visit = (name: string) => {
    const plan = plans.get(name) as LayerPlan;
    if (met.includes(plan)) return;
    met.push(plan);
    for (const input of plan.inputs) visit(input);
    sorted.push(plan);
  };
  visit(output);
  const depths = new Map<string, number>();
  const depthOf = (name: string) => depths.get(name) ?? 0;
  for (const { name, inputs } of sorted.reverse()) {
    for (const input of inputs) depths.set(input, Math.max(depthOf(input), depthOf(name) + 1));
  }
  return met.sort((a, b) => depthOf(b.name) - depthOf(a.name));
}
