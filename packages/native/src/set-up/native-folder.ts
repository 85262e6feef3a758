import { join } from 'node:path';
import { cacheFolder } from '@expgraph/data/files';

/** The release of TensorFlow that the addon is built against. */
export const TENSORFLOW_VERSION = '2.21.0';

/** Goes up when the way the addon is built changes. */
const BUILD = 20;

/** Whether TensorFlow for NVIDIA's GPUs was asked for. Every part looks for it at the same place. */
export const isGpuWanted = () => process.env.EXPGRAPH_BACKEND === 'gpu';

/** Where all that belongs to the native backend of this machine is kept: it comes and goes as a whole. */
export const nativeRoot = () => {
  const kind = isGpuWanted() ? 'gpu-' : '';
  return join(cacheFolder(), 'tensorflow', `${TENSORFLOW_VERSION}-${process.platform}-${process.arch}-${kind}${BUILD}`);
};

/** Where its libraries and addons are. Those for a GPU look for CUDA's beside their own folder. */
export const nativeFolder = () => (isGpuWanted() ? join(nativeRoot(), 'tensorflow') : nativeRoot());

export const ADDON = 'tfjs_binding.node';

/** A small addon that keeps TensorFlow quiet while it is loaded. */
export const MUTE = 'stderr_mute.node';

/** Runs graphs aside from JavaScript. */
export const SESSION = 'graph_session.node';

/** Operations of our own for recurrent cells. */
export const RECURRENT = 'recurrent_ops.node';

/** Reads and decodes image files. */
export const IMAGES = 'image_files.node';

/** Moves images and changes their colours. */
export const CHANGES = 'image_changes.node';

/** Finds the numbers of words. */
export const WORDS = 'word_numbers.node';
