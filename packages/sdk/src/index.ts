import 'reflect-metadata';

export { inject, injectable } from 'inversify';
export type { Codec } from './codec.js';
export {
  type AnyComponent,
  type Component,
  type ComponentConfig,
  type ComponentKind,
  type ComponentKinds,
  component,
  type MakeComponent,
} from './component.js';
export {
  type ErrorDetails,
  type ErrorKind,
  ExperimentError,
  ExpgraphError,
  InternalError,
  NodeError,
  type NodePlace,
  PluginError,
  SystemError,
} from './errors.js';
export type {
  ListenerContext,
  NodeAction,
  NodeFailure,
  PlannedNode,
  RunEvent,
  RunEventPayload,
  RunInfo,
  RunListener,
  RunStatus,
} from './events.js';
export type { HeldResource } from './held-resource.js';
export type { NamedWeights } from './named-weights.js';
export {
  type Infer,
  type NodeClass,
  type NodeStatics,
  node,
  nodeTypeOf,
  type OutputSpecs,
  type Outputs,
  type Run,
} from './node.js';
export type {
  BarPicture,
  GridPicture,
  ImagePicture,
  LinePicture,
  Picture,
  PictureAxis,
  PictureNumber,
  PictureSeries,
  TextPicture,
} from './picture.js';
export { type AnyNodeClass, isPlugin, type Plugin, type PluginDeclaration, plugin } from './plugin.js';
export {
  dataset,
  files,
  metrics,
  model,
  optional,
  type Port,
  type PortKind,
  type PortKinds,
  type PortSpecs,
  type Ports,
  type PortValues,
  predictions,
  type Spec,
  vocabulary,
} from './port.js';
export {
  ArtifactStore,
  Clock,
  Components,
  ImageFormats,
  type ImageOptions,
  Logger,
  NodeFolders,
  Progress,
  Random,
  type ResolvedSource,
  SharedFiles,
  Sources,
  type Table,
  type Task,
  Tracker,
  UnreadableImage,
} from './services.js';
export {
  type DatasetSpec,
  type Dimension,
  type DType,
  type FilesSpec,
  formatTensorSpec,
  type LabelSpec,
  type LayerSpec,
  type MetricsSpec,
  type ModelSpec,
  type PredictionsSpec,
  type TensorSpec,
  type ValueRange,
  type VocabularySpec,
} from './spec.js';
export { COMPONENT, SOURCE, type Static, type TObject, type TProperties, type TSchema, Type } from './type.js';
export type {
  Batch,
  Dataset,
  Files,
  Metrics,
  Model,
  ModelCard,
  OptimizerState,
  Predictions,
  ReadOptions,
} from './values.js';
export { FIRST_TOKEN, PADDING, START, tokenName, UNKNOWN, type Vocabulary } from './vocabulary.js';
