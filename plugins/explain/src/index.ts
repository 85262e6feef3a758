import { plugin } from '@expgraph/sdk';
import { HiddenStates } from './hidden-states.js';
import { Occlusion } from './occlusion.js';

export { HiddenStates, Occlusion };
export default plugin({ name: 'explain', nodes: [Occlusion, HiddenStates] });
