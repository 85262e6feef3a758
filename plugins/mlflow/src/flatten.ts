/** Flattens nested params for MLflow: `{ optimizer: { type: 'adam' } }` becomes `{ 'optimizer.type': 'adam' }`. */
export function flatten(value: unknown, prefix = ''): Record<string, string | number | boolean> {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return { [prefix]: value };
  if (typeof value !== 'object' || value === null) return prefix ? { [prefix]: String(value) } : {};
  const join = (key: string) => (prefix ? `${prefix}.${key}` : key);
  return Object.assign({}, ...Object.entries(value).map(([key, part]) => flatten(part, join(key))));
}
