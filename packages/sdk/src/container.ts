/** inversify's container, for the plugin host: from the same copy of inversify as `inject` and `@node`. */
export { Container, ContainerModule } from 'inversify';
export { undecoratedParameters } from './undecorated-parameters.js';
