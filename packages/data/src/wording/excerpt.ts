/** Returns the beginning of a value on one line, for messages. */
export const excerpt = (value: unknown, length = 40) => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > length ? `${text.slice(0, length)} …` : text;
};
