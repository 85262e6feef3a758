import { plugin } from '@expgraph/sdk';
import { Cache } from './cache.js';
import { Concat } from './concat.js';
import { Filter } from './filter.js';
import { Oversample } from './oversample.js';
import { Shuffle } from './shuffle.js';
import { Split } from './split.js';
import { Streams } from './streams.js';
import { Take } from './take.js';

export { Cache, Concat, Filter, Oversample, Shuffle, Split, Streams, Take };
export default plugin({ name: 'data', nodes: [Split, Shuffle, Take, Filter, Concat, Oversample, Streams, Cache] });
