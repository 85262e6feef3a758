/** Notices about the store. */

export const damagedArtifact = (node: string, reason: string) =>
  `The stored outputs of "${node}" are damaged (${reason}). The node runs again.`;

export const damagedState = (path: string, reason: string, consequence: string) =>
  `${path} is damaged (${reason}). ${consequence}`;
