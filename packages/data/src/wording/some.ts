/** Returns the first names in quotes, and how many more there are. */
export const some = (names: readonly string[], count = 3) => {
  const shown = names.slice(0, count).map((name) => `"${name}"`);
  return `${shown.join(', ')}${names.length > count ? ` … and ${names.length - count} more` : ''}`;
};
