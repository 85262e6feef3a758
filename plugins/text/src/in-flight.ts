/** Files that are read at the same time. */
export const IN_FLIGHT = 64;
