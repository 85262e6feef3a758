import { plugin } from '@expgraph/sdk';
import { InspectTfrecord } from './inspect-tfrecord.js';
import { LoadTfrecord } from './load-tfrecord.js';
import { WriteTfrecord } from './write-tfrecord.js';

export { InspectTfrecord, LoadTfrecord, WriteTfrecord };
export default plugin({ name: 'tfrecord', nodes: [LoadTfrecord, WriteTfrecord, InspectTfrecord] });
