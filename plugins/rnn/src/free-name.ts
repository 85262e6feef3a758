/** Returns an unused layer name, numbered as in Keras: `lstm`, then `lstm_1`. */
export function freeName(kind: string, taken: readonly string[]): string {
  const name = kind.replaceAll('-', '_');
  for (let count = 0; ; count += 1) {
    const candidate = count === 0 ? name : `${name}_${count}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
