import { createRequire } from 'node:module';
import { type Binding, DATA_TYPE } from '@expgraph/native/addons';

/** Row-major values with a TensorFlow data type (an enum value of DataType). */
export interface Values {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly values: ArrayBufferView & ArrayLike<number>;
}

/** Returns an int32 vector, the type of shape and axis inputs. */
export const integers = (values: readonly number[]): Values => ({
  dtype: DTYPE.int32,
  shape: [values.length],
  values: Int32Array.from(values),
});

/** An attribute of a node; exactly one field is set. */
export type NodeAttribute =
  | { readonly type: number }
  | { readonly types: readonly number[] }
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly bool: boolean }
  | { readonly bools: readonly boolean[] }
  | { readonly text: string }
  | { readonly shape: readonly number[] }
  | { readonly tensor: Values };

/** A tensor of a graph, `node:output`, under its name in the signature. */
export interface SignatureTensor {
  readonly key: string;
  readonly tensor: string;
  readonly dtype: number;
  /** -1 for an unknown size. */
  readonly shape: readonly number[];
}

/** Inputs and outputs of a saved model. */
export interface Signature {
  readonly inputs: readonly SignatureTensor[];
  readonly outputs: readonly SignatureTensor[];
}

const { float32, int32, bool } = DATA_TYPE;

/** Values of TensorFlow's DataType enum. */
export const DTYPE = { float32, int32, bool };

// biome-ignore lint/suspicious/noExplicitAny: generated code of google-protobuf has no types.
type Message = any;

/** GraphDef version of TensorFlow 2.9, the oldest supported version. */
const PRODUCER = 1087;

/** A TensorFlow graph under construction. Tensors are named `node:output`. */
export class GraphDef {
  private readonly protobuf: Message = vendored().protobuf;
  private readonly graph: Message = new this.protobuf.GraphDef();
  private count = 0;

  /** Number of nodes. */
  get size(): number {
    return this.count;
  }

  /** Adds a node and returns its name. An input `^node` is a control dependency. */
  add(
    operation: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, NodeAttribute>>,
    name = `${operation}_${this.count}`,
  ): string {
    const node = new this.protobuf.NodeDef();
    node.setName(name);
    node.setOp(operation);
    node.setInputList([...inputs]);
    for (const [key, attribute] of Object.entries(attributes)) node.getAttrMap().set(key, this.attribute(attribute));
    this.graph.addNode(node);
    this.count += 1;
    return name;
  }

  constant(values: Values): string {
    return this.add('Const', [], { dtype: { type: values.dtype }, value: { tensor: values } });
  }

  serialize(): Uint8Array {
    return this.versioned().serializeBinary();
  }

  /** Returns the bytes of a `saved_model.pb` with the tag `serve` and, if given, the signature `serving_default`. */
  serializeAsSavedModel(signature?: Signature): Uint8Array {
    const info = new this.protobuf.MetaGraphDef.MetaInfoDef();
    info.addTags('serve');
    const meta = new this.protobuf.MetaGraphDef();
    meta.setMetaInfoDef(info);
    meta.setGraphDef(this.versioned());
    if (signature) meta.getSignatureDefMap().set('serving_default', this.signature(signature));
    const model = new this.protobuf.SavedModel();
    model.setSavedModelSchemaVersion(1);
    model.addMetaGraphs(meta);
    return model.serializeBinary();
  }

  private signature({ inputs, outputs }: Signature): Message {
    const signature = new this.protobuf.SignatureDef();
    for (const [map, tensors] of [
      [signature.getInputsMap(), inputs],
      [signature.getOutputsMap(), outputs],
    ]) {
      for (const { key, tensor, dtype, shape } of tensors) {
        const info = new this.protobuf.TensorInfo();
        info.setName(tensor);
        info.setDtype(dtype);
        info.setTensorShape(this.shape(shape));
        map.set(key, info);
      }
    }
    signature.setMethodName('tensorflow/serving/predict');
    return signature;
  }

  private versioned(): Message {
    const versions = new this.protobuf.VersionDef();
    versions.setProducer(PRODUCER);
    this.graph.setVersions(versions);
    return this.graph;
  }

  private attribute(attribute: NodeAttribute): Message {
    const message = new this.protobuf.AttrValue();
    if ('type' in attribute) message.setType(attribute.type);
    else if ('int' in attribute) message.setI(attribute.int);
    else if ('float' in attribute) message.setF(attribute.float);
    else if ('bool' in attribute) message.setB(attribute.bool);
    else if ('text' in attribute) message.setS(Buffer.from(attribute.text));
    else if ('shape' in attribute) message.setShape(this.shape(attribute.shape));
    else if ('tensor' in attribute) message.setTensor(this.tensor(attribute.tensor));
    else {
      const list = new this.protobuf.AttrValue.ListValue();
      if ('types' in attribute) list.setTypeList([...attribute.types]);
      else if ('ints' in attribute) list.setIList([...attribute.ints]);
      else if ('floats' in attribute) list.setFList([...attribute.floats]);
      else list.setBList([...attribute.bools]);
      message.setList(list);
    }
    return message;
  }

  private shape(sizes: readonly number[]): Message {
    const shape = new this.protobuf.TensorShape();
    for (const size of sizes) {
      const dimension = new this.protobuf.TensorShape.Dim();
      dimension.setSize(size);
      shape.addDim(dimension);
    }
    return shape;
  }

  private tensor({ dtype, shape, values }: Values): Message {
    const tensor = new this.protobuf.Tensor();
    tensor.setDtype(dtype);
    tensor.setTensorShape(this.shape(shape));
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    // A constant with equal values is stored as a single one.
    const width = values.length === 0 ? 0 : values.byteLength / values.length;
    const same = values.length > 1 && bytes.subarray(width).every((byte, index) => byte === bytes[index]);
    if (same && dtype === DTYPE.float32) tensor.addFloatVal(values[0]);
    else tensor.setTensorContent(bytes.slice());
    return tensor;
  }
}

/** Converts an attribute in the addon's format to a graph attribute. */
export function graphAttribute(binding: Binding, type: number, value: unknown): NodeAttribute {
  const list = Array.isArray(value);
  if (type === binding.TF_ATTR_SHAPE) return { shape: value as number[] };
  if (type === binding.TF_ATTR_STRING) return { text: value as string };
  if (type === binding.TF_ATTR_INT) return list ? { ints: value } : { int: value as number };
  if (type === binding.TF_ATTR_FLOAT) return list ? { floats: value } : { float: value as number };
  if (type === binding.TF_ATTR_BOOL) return list ? { bools: value } : { bool: value as boolean };
  return list ? { types: value } : { type: value as number };
}

const vendored = () => createRequire(import.meta.url)('../../dist/vendor/tfjs-node.cjs') as { protobuf: Message };
