/** inversify's container, for the plugin host: the same copy that `inject` and `@node` come from. */
export { Container, ContainerModule } from 'inversify';
