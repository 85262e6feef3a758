/**
 * Backbone of an object detector trained on Open Images V4 (MediaPipe Objectron, Apache-2.0): alpha 1, batch
 * normalization folded in, float16. It is embedded in a file with other assets.
 */
export const OPEN_IMAGES = {
  name: 'open-images',
  variant: '1.0',
  source: 'npm:@mediapipe/objectron@0.4.1675468480/objectron_solution_packed_assets.data',
  sha256: '470986ca5df183f41698da6de74b027d838fe289d77b5ab094497d350bee664e',
  bytes: 32_700_000,
  description: 'An object detector trained on Open Images V4 (MediaPipe Objectron, Apache-2.0), alpha 1.',
} as const;

/** Offset of the detector in that file, and its checksum. */
export const DETECTOR = {
  start: 184,
  end: 9987912,
  sha256: 'd0a5255bf8c4f5a0bc4240741a76c41d5e939f7655078f945f50ab53a9375da6',
} as const;
