const SERIES = ['#2f6f9f', '#b3541e', '#3c7a3c', '#7a4fa3', '#a8872a', '#4d7d86', '#b04a6f', '#6b6b6b'];

export const seriesColour = (index: number): string => SERIES[index % SERIES.length];

/** Below 0 and above it. */
const [BELOW, ABOVE] = ['179,84,30', '47,111,159'];

/** How many shades there are on either side of 0. */
export const SHADES = 20;

/** The shade of a number among those up to `limit`: -20 .. 20. */
export const shadeOf = (value: number, limit: number): number =>
  limit === 0 ? 0 : Math.round((SHADES * Math.max(-limit, Math.min(limit, value))) / limit);

/** What is 0 has the colour of the page, be it light or dark. */
export const shadeColour = (shade: number): string =>
  `rgba(${shade < 0 ? BELOW : ABOVE},${Number((Math.abs(shade) / SHADES).toFixed(2))})`;
