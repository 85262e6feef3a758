const SERIES = ['#2f6f9f', '#b3541e', '#3c7a3c', '#7a4fa3', '#a8872a', '#4d7d86', '#b04a6f', '#6b6b6b'];

export const seriesColor = (index: number): string => SERIES[index % SERIES.length];

/** Colors below and above 0. */
const [BELOW, ABOVE] = ['179,84,30', '47,111,159'];

/** Number of shades on each side of 0. */
export const SHADES = 20;

/** Returns the shade of a number in -limit..limit: -20 to 20. */
export const shadeOf = (value: number, limit: number): number =>
  limit === 0 ? 0 : Math.round((SHADES * Math.max(-limit, Math.min(limit, value))) / limit);

/** Returns the color of a shade. 0 is transparent, for light and dark pages. */
export const shadeColor = (shade: number): string =>
  `rgba(${shade < 0 ? BELOW : ABOVE},${Number((Math.abs(shade) / SHADES).toFixed(2))})`;
