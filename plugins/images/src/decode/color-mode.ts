export const COLOR_MODES = ['rgb', 'grayscale'] as const;

export type ColorMode = (typeof COLOR_MODES)[number];

/** Returns the number of channels of a pixel. */
export const channelsOf = (colorMode: ColorMode) => (colorMode === 'grayscale' ? 1 : 3);
