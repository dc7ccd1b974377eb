/** Where a model or a file of external data comes from. */
export type Source = string | URL | ArrayBuffer | SharedArrayBuffer | ArrayBufferView | Blob;

export type ElementType =
  | 'float32' | 'float64' | 'float16' | 'bfloat16'
  | 'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'uint16' | 'uint32' | 'uint64'
  | 'bool' | 'string'
  | 'float8e4m3fn' | 'float8e4m3fnuz' | 'float8e5m2' | 'float8e5m2fnuz' | 'float8e8m0'
  | 'float4e2m1' | 'int4' | 'uint4' | 'int2' | 'uint2';

/**
 * Elements of a tensor: int64 in BigInt64Array, uint64 in BigUint64Array, bool in Uint8Array,
 * float16 in Float16Array where the browser has it and else in Uint16Array, bfloat16 in Uint16Array,
 * types of eight bits and fewer in Uint8Array or Int8Array with one element a byte, strings in an
 * array.
 */
export type Elements =
  | Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | BigInt64Array
  | Uint8Array | Uint16Array | Uint32Array | BigUint64Array | string[];

export interface Tensor {
  type: ElementType;
  dims: number[];
  data: Elements;
}

/** A tensor, a sequence of values, or null for an optional without one. */
export type Value = Tensor | Value[] | null;

export interface TensorInput {
  /** A typed array, or an array of strings, or one of numbers, which are converted. */
  data: Elements | Uint8ClampedArray | readonly (number | bigint | boolean)[];
  /** One dimension of all elements if left out. */
  dims?: readonly number[];
  /** Told by the array and the model if left out. */
  type?: ElementType;
}

// GPUBuffer and GPUDevice are those of TypeScript's DOM library, or of @webgpu/types.

/** What a picture may be: of elements, what they show at the moment. */
export type ImageSource =
  | ImageBitmap | ImageData | VideoFrame | OffscreenCanvas
  | HTMLImageElement | HTMLVideoElement | HTMLCanvasElement;

/**
 * How the pixels of a picture lie in a tensor: an element is (v − mean) / std of a channel's v from 0
 * to 1. What is left out is told by the model's dims; of elements in whole numbers, v is 0 to 255.
 */
export interface ImageOptions {
  /** [1, channels, height, width] or [1, height, width, channels]. */
  layout?: 'NCHW' | 'NHWC';
  /** Default: as many as the model has, else RGB. GRAY is the brightness. */
  channels?: 'RGB' | 'BGR' | 'RGBA' | 'GRAY';
  /** One for all channels or one for each. Default 0. */
  mean?: number | readonly number[];
  /** Default 1; 1 / 255 makes elements of 0 to 255. */
  std?: number | readonly number[];
}

export interface ImageInputOptions extends ImageOptions {
  /** Width and height to scale the picture to. Default: the model's, else the picture's. */
  size?: readonly [number, number];
  type?: 'float32' | 'uint8' | 'int32';
}

/**
 * A picture as an input. On a GPU it goes straight to the device. Where the session lives in a
 * worker, an ImageBitmap moves there and is gone, of a VideoFrame goes a clone, of all else a
 * snapshot.
 */
export interface ImageInput extends ImageInputOptions {
  image: ImageSource;
}

/**
 * A buffer of a WebGPU model's {@link Model.device}, with GPUBufferUsage.COPY_SRC and at least four
 * bytes an element: float32, uint32, and int32 for all other types.
 */
export interface BufferInput {
  data: GPUBuffer;
  /** Those of the model if they are known. */
  dims?: readonly number[];
  type?: ElementType;
}

/**
 * An output that stayed where it was computed; may be an input of models on the same device. To be
 * disposed of; at the latest it is gone when no model on the device is open any more.
 */
export interface StayingTensor {
  readonly type: ElementType;
  readonly dims: number[];
  /** Where it is; what the CPU computes is there. */
  readonly location: 'cpu' | 'webgpu' | 'webgl';
  /**
   * On WebGPU, of models opened with `worker: false`: the elements, each in 32 bits as in
   * {@link BufferInput}. Good until {@link dispose}.
   */
  readonly gpuBuffer?: GPUBuffer;
  /** A copy for the CPU. */
  download(): Promise<Tensor>;
  /** The tensor as a picture: a channel's v from 0 to 1 is element · std + mean. */
  toBitmap(options?: ImageOptions): Promise<ImageBitmap>;
  /** Shows it on a canvas that has no context yet, or one of `bitmaprenderer`; nothing is read back. */
  toCanvas(canvas: HTMLCanvasElement | OffscreenCanvas, options?: ImageOptions): Promise<void>;
  dispose(): Promise<void>;
}

export type InputValue =
  | TensorInput | ImageSource | ImageInput | GPUBuffer | BufferInput | StayingTensor
  | InputValue[] | null;

export interface RunOptions<Where extends 'cpu' | 'gpu' = 'cpu'> {
  /** Whether outputs come back or stay on the GPU: all, or by name. Default: they come back. */
  outputs?: Where | Record<string, 'cpu' | 'gpu'>;
}

export interface TypeInfo {
  kind: 'tensor' | 'sequence' | 'optional' | 'unknown';
  /** `float32`, `seq(float32)` …; null where the model does not say. */
  type: string | null;
  /** A size, a name, or null for each dimension; null if not even the rank is known. */
  dims: (number | string | null)[] | null;
  /** What a sequence or an optional holds. */
  element?: TypeInfo;
}

export interface ValueInfo extends TypeInfo {
  name: string;
  /** Whether an input has no default. */
  required: boolean;
}

export interface Progress {
  loaded: number;
  /** Undefined while the file's length is not known. */
  total?: number;
}

export interface OpenOptions {
  /**
   * `webgpu`: compute shaders, and SIMD for what they lack; `webgl`: fragment shaders of WebGL 2, in
   * the same way; `simd` (also `wasm`): the CPU; `reference`: the operators' definitions, slow.
   * Default: `auto`, WebGPU where there is an adapter that is not a program on the CPU, else WebGL if
   * that is none and computes rightly, else the CPU; the report says why.
   */
  backend?: 'auto' | 'webgpu' | 'webgl' | 'simd' | 'wasm' | 'reference';
  /**
   * Threads that kernels run on where that is possible; see the report. Default: half of the
   * processors, four at most, in a page that is cross-origin isolated.
   */
  threads?: 'auto' | number;
  /** Whether the session lives in a worker, so that the page stays smooth. Default true. */
  worker?: boolean;
  /** The WebAssembly or the JavaScript build. Default: the better one this browser can run. */
  world?: 'auto' | 'wasm' | 'js';
  /**
   * Of the WebAssembly build: with the instructions of relaxed SIMD, whose last bits differ from
   * machine to machine, or without. Default: with them where this browser has them.
   */
  variant?: 'auto' | 'relaxed' | 'plain';
  /** Of random operators that have none of their own. */
  seed?: number | bigint;
  /** Sizes for named dimensions of the inputs. */
  dims?: Record<string, number>;
  /**
   * Files in which the model keeps tensors, by the names it has for them. Of a model opened by its
   * address, files beside it are found without this.
   */
  externalData?: Record<string, Source>;
  /** To which linear memory may grow; 4 GiB at most. */
  maxMemoryBytes?: number;
  /**
   * How much opening and, separately, each run may allocate for tensors at one time; weights are
   * not counted. What needs more fails with the code MEMORY. Default: as much as there is.
   */
  memoryLimitBytes?: number;
  /**
   * How long opening and, separately, each run may take, looked at between operators. What takes
   * longer fails with the code TIMEOUT. Default: as long as it takes.
   */
  timeLimitMs?: number;
  /**
   * With WebGPU: whether the fastest of several shaders is searched on the device for each product of
   * this model and of those opened after it beside it. It takes seconds once; what is found is kept
   * in the browser's cache `assam`, for this adapter. Default false: a table decides.
   */
  tune?: boolean;
  /** Whether the graph is optimised. Default: what the backend likes. */
  optimise?: boolean;
  /** Passes of the optimiser to leave out, by name, to see what they are good for. */
  withoutPasses?: readonly string[];
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

export interface Feature {
  available: boolean | string | null;
  used: boolean;
  why?: string;
}

export interface Report {
  version: string;
  world: 'wasm' | 'js';
  /** Of the WebAssembly build. */
  variant?: 'relaxed' | 'plain' | 'webgpu' | 'webgl';
  /** Why not WebAssembly. */
  worldWhy?: string;
  worker: boolean;
  backend: string;
  /** Why not WebGPU, or not a GPU at all, if the backend was left to choose. */
  backendWhy?: string;
  /** How many nodes each backend runs, where a device shares them with the CPU. */
  backends?: Record<string, number>;
  /** Of WebGPU: the adapter's name, and what shaders took to compile. */
  adapter?: string;
  compile?: { shaders: number; ms: number };
  threads: { requested: 'auto' | number; used: number; cores: number; why?: string };
  features: Record<
    'isolation' | 'wasmGc' | 'simd' | 'relaxedSimd' | 'webgpu' | 'webgl2',
    Feature
  >;
  /** Bytes, over all models that share the instance; linear memory in all is `reserved`. */
  memory: {
    tensors: { used: number; peak: number };
    used: number;
    peak: number;
    reserved: number | null;
    maximum: number | null;
    /** Buffers on the GPU, over all models. */
    gpu?: { used: number; buffers: number };
    /**
     * What this model holds: weights as kernels keep them, places for everything that is computed
     * (planned before the first run if the model's shapes are known), and the most of that which
     * lives at one time, below which no plan can go.
     */
    planned: { weights: number; activations: number; atLeast: number };
  };
  model: { bytes: number; producer: string; opsets: Record<string, number> };
  /** Milliseconds. */
  times: {
    loadMs: number;
    openMs: number;
    /** Waiting for shaders, after `openMs`; only with WebGPU. */
    compileMs?: number;
    firstRunMs?: number;
    lastRunMs?: number;
  };
}

/** Where nodes run, and what one run copies between the memories of CPU and GPU. */
export interface Profile {
  uploads: { count: number; bytes: number };
  downloads: { count: number; bytes: number };
  /** Distinct programs of the device, and launches of them in a run. */
  programs: number;
  launches: number;
  /** In the order in which they are run; empty if one backend runs the model as a whole. */
  nodes: {
    backend: string;
    kernel: string;
    op: string;
    name: string;
    /** Of the device's programs. */
    launches: number;
    /** What the launches took, if a run was timed by node; null for nodes without any. */
    ms?: number | null;
  }[];
  /**
   * Of a timed run: `gpu`, the device's timestamps for each launch; `host`, the page's clock. That
   * times draws of WebGL one by one, waiting for each, and of WebGPU and the CPU only the whole run.
   */
  clock?: 'gpu' | 'host';
  /** What the whole run took, with everything that is done for the sake of timing. */
  runMs?: number;
}

export interface Model {
  readonly inputs: ValueInfo[];
  readonly outputs: ValueInfo[];
  /** Runs once; calls wait for one another. Rejects with an AssamError. */
  run(
    inputs: Record<string, InputValue | undefined>,
    options?: RunOptions<'cpu'>,
  ): Promise<Record<string, Value>>;
  run(
    inputs: Record<string, InputValue | undefined>,
    options: RunOptions<'gpu'>,
  ): Promise<Record<string, StayingTensor>>;
  /** Of a model on WebGPU opened with `worker: false`; else null. A lost one is replaced. */
  readonly device: GPUDevice | null;
  report(): Report;
  /**
   * Of the input shapes of the last run, or those the model was opened for. With inputs the model
   * is run with them twice, and the second run timed.
   */
  profile(inputs?: Record<string, InputValue | undefined>): Promise<Profile>;
  /** Gives the memory back; may be called again. A run afterwards fails with the code CLOSED. */
  close(): Promise<void>;
}

/**
 * What goes wrong. Codes: MODEL_FORMAT, UNSUPPORTED, SHAPE, TYPE, ATTRIBUTE, INPUT, EXTERNAL_DATA,
 * MEMORY, TIMEOUT, CLOSED, DEVICE (the GPU was lost or refused something), as in Java; NETWORK, ABORTED, OPTION, INTERNAL.
 */
export class AssamError extends Error {
  readonly code: string;
}

/** Opens a model. Rejects with an AssamError. */
export function open(source: Source, options?: OpenOptions): Promise<Model>;

/** A picture as an input, with how its pixels become elements. */
export function image(source: ImageSource, options?: ImageInputOptions): ImageInput;

export const version: string;
