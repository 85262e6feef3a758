/** Lines about the store, as notices. */

export const damagedArtifact = (node: string, reason: string) =>
  `The stored outputs of "${node}" are damaged (${reason}): they are made anew.`;
