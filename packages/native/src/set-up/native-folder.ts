import { join } from 'node:path';
import { cacheFolder } from '@expgraph/data/files';

/** The TensorFlow release that the addons are built against. */
export const TENSORFLOW_VERSION = '2.21.0';

/** Increase when the compiled addons change. */
const BUILD = 21;

/** Returns whether `EXPGRAPH_BACKEND` selects TensorFlow for NVIDIA GPUs. */
export const isGpuWanted = () => process.env.EXPGRAPH_BACKEND === 'gpu';

/** Folder of the native backend of this machine. It is installed and removed as a whole. */
export const nativeRoot = () => {
  const kind = isGpuWanted() ? 'gpu-' : '';
  return join(cacheFolder(), 'tensorflow', `${TENSORFLOW_VERSION}-${process.platform}-${process.arch}-${kind}${BUILD}`);
};

/** Folder of its libraries and addons. Those for a GPU find CUDA's libraries next to this folder. */
export const nativeFolder = () => (isGpuWanted() ? join(nativeRoot(), 'tensorflow') : nativeRoot());

/** The addon of tfjs-node. */
export const ADDON = 'tfjs_binding.node';

/** Redirects standard error while TensorFlow loads. */
export const MUTE = 'stderr_mute.node';

/** Runs graphs on other threads. */
export const SESSION = 'graph_session.node';

/** Our TensorFlow operations for recurrent cells. */
export const RECURRENT = 'recurrent_ops.node';

/** Reads and decodes image files. */
export const IMAGES = 'image_files.node';

/** Augments images. */
export const CHANGES = 'image_ops.node';

/** Finds the token ids of texts. */
export const WORDS = 'token_ids.node';
