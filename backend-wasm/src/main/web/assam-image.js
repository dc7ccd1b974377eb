// Pictures as inputs and outputs: what their elements are, and, where there is no GPU, the elements.

import { AssamError } from './assam-error.js';
import { typeOfName } from './assam-types.js';

const LAYOUTS = ['NCHW', 'NHWC'];
const CHANNELS = { RGB: 3, BGR: 3, RGBA: 4, GRAY: 1 };

/** Each output pixel is the mean of at most so many places of the picture in a row. */
const MOST_TAPS = 8;

const LUMA = [0.299, 0.587, 0.114];

/** Width and height of whatever a picture is. */
function sizeOf(image) {
  return [
    image.displayWidth ?? image.videoWidth ?? image.naturalWidth ?? image.width,
    image.displayHeight ?? image.videoHeight ?? image.naturalHeight ?? image.height,
  ];
}

/** One number for each channel. */
function perChannel(what, name, given, count, usual) {
  const list = given === undefined ? [usual] : Array.isArray(given) ? given : [given];
  const fits = list.length === 1 || list.length === count;
  if (!fits || !list.every((value) => Number.isFinite(value)) || (name === 'std' && list.includes(0))) {
    throw new AssamError(
      'INPUT',
      `${what} has ${name} [${list}] (allowed: a number or ${count} of them${name === 'std' ? ', none of them 0' : ''})`,
    );
  }
  return Array.from({ length: 4 }, (_, i) => list[list.length === 1 ? 0 : i] ?? usual);
}

/**
 * How the pixels of a picture lie in a tensor, and what is added and multiplied.
 *
 * @param options layout, channels, mean, std; see ImageOptions in assam.d.ts
 * @param dims of the tensor, names and nulls for those that are not known
 * @param type of its elements
 */
function arrangement(what, options, dims, type) {
  const found = dims?.length === 4 ? [dims[1], dims[3]].map((d) => [1, 3, 4].includes(d)) : [];
  const layout = options.layout ?? (found[1] && !found[0] ? 'NHWC' : 'NCHW');
  if (!LAYOUTS.includes(layout)) {
    throw new AssamError('INPUT', `${what} has the layout ${layout} (allowed: ${LAYOUTS.join(', ')})`);
  }
  const declared = dims?.length === 4 ? dims[layout === 'NCHW' ? 1 : 3] : null;
  const channels = options.channels ?? { 1: 'GRAY', 4: 'RGBA' }[declared] ?? 'RGB';
  const count = CHANNELS[channels];
  if (count === undefined) {
    throw new AssamError(
      'INPUT',
      `${what} has the channels ${channels} (allowed: ${Object.keys(CHANNELS).join(', ')})`,
    );
  }
  const whole = !type.name.startsWith('float');
  if (whole && (options.mean !== undefined || options.std !== undefined)) {
    throw new AssamError('INPUT', `${what} is ${type.name}, 0 to 255 (allowed: no mean and std)`);
  }
  const mean = perChannel(what, 'mean', options.mean, count, 0);
  const std = perChannel(what, 'std', options.std, count, whole ? 1 / 255 : 1);
  return { layout, channels, count, whole, mean, std };
}

/**
 * What an input that is a picture becomes.
 *
 * @param value image and the options of ImageOptions
 * @param declared the input's type, as from readType
 */
export function planImage(what, value, declared) {
  const { image, size } = value;
  const kind = Object.prototype.toString.call(image).slice(8, -1);
  if (!/^(ImageBitmap|ImageData|VideoFrame|OffscreenCanvas|HTML(Image|Video|Canvas)Element)$/.test(kind)) {
    throw new AssamError(
      'INPUT',
      `${what} is a picture given as ${kind} (allowed: ImageBitmap, ImageData, VideoFrame, OffscreenCanvas, and elements of images, videos and canvases)`,
    );
  }
  const type = typeOfName(value.type ?? declared?.type ?? 'float32');
  if (!['float32', 'uint8', 'int32'].includes(type?.name)) {
    throw new AssamError(
      'INPUT',
      `${what} is a picture for ${value.type ?? declared.type} (allowed: float32, uint8, int32)`,
    );
  }
  const known = declared?.dims ?? null;
  if (known && known.length !== 4) {
    throw new AssamError('INPUT', `${what} is a picture for [${known}] (allowed: four dimensions)`);
  }
  const plan = arrangement(what, value, known, type);
  const [fullWidth, fullHeight] = sizeOf(image);
  if (!(fullWidth > 0 && fullHeight > 0)) {
    throw new AssamError('INPUT', `${what} is a picture without pixels; it is closed or not loaded`);
  }
  const at = plan.layout === 'NCHW' ? [3, 2, 1] : [2, 1, 3];
  const wanted = at.map((i) => (typeof known?.[i] === 'number' ? known[i] : null));
  const [width, height] = size ?? [wanted[0] ?? fullWidth, wanted[1] ?? fullHeight];
  if (![width, height].every((side) => Number.isInteger(side) && side > 0 && side <= 16384)) {
    throw new AssamError('INPUT', `${what} has the size [${size}] (allowed: [width, height])`);
  }
  const actual = [width, height, plan.count];
  const batch = typeof known?.[0] === 'number' ? known[0] : 1;
  const dims =
    plan.layout === 'NCHW' ? [1, plan.count, height, width] : [1, height, width, plan.count];
  if (batch !== 1 || actual.some((side, i) => wanted[i] !== null && wanted[i] !== side)) {
    throw new AssamError('INPUT', `${what} is a picture of [${dims}] (allowed: [${known}])`);
  }
  const taps = [fullWidth / width, fullHeight / height].map((scale) =>
    Math.min(MOST_TAPS, Math.max(1, Math.ceil(scale - 1e-6))),
  );
  const elements = dims.reduce((product, dim) => product * dim);
  return { ...plan, image, type, dims, elements, width, height, fullWidth, fullHeight, taps };
}

/** The elements of a planned picture, computed on the CPU. */
export function pixelsOf(plan) {
  const { image, width, height, count, layout, channels, whole, mean, std, type } = plan;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.imageSmoothingQuality = 'medium';
  if (image instanceof ImageData) {
    const full = new OffscreenCanvas(image.width, image.height);
    full.getContext('2d').putImageData(image, 0, 0);
    context.drawImage(full, 0, 0, width, height);
  } else {
    context.drawImage(image, 0, 0, width, height);
  }
  const { data } = context.getImageData(0, 0, width, height);
  const elements = new type.TypedArray(plan.elements);
  const size = width * height;
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < count; c++) {
      const from = data.subarray(4 * i, 4 * i + 4);
      const value =
        channels === 'GRAY'
          ? LUMA[0] * from[0] + LUMA[1] * from[1] + LUMA[2] * from[2]
          : from[channels === 'BGR' ? 2 - c : c];
      elements[layout === 'NCHW' ? c * size + i : i * count + c] = whole
        ? Math.round(value)
        : (value / 255 - mean[c]) / std[c];
    }
  }
  return elements;
}

/**
 * What a tensor is as a picture.
 *
 * @param dims of the tensor: [1, C, H, W] or the like, or without the first
 */
export function planCanvas(what, { type, dims }, options = {}) {
  const four = dims.length === 3 ? [1, ...dims] : dims.length === 2 ? [1, 1, ...dims] : dims;
  if (four.length !== 4 || four[0] !== 1) {
    throw new AssamError('INPUT', `${what} is [${dims}], which is no picture`);
  }
  const plan = arrangement(what, options, four, typeOfName(type));
  const nchw = plan.layout === 'NCHW';
  const [height, width] = nchw ? [four[2], four[3]] : [four[1], four[2]];
  const count = four[nchw ? 1 : 3];
  if (count !== plan.count) {
    throw new AssamError(
      'INPUT',
      `${what} is [${dims}] with ${count} channels in ${plan.layout} (allowed: ${plan.count} for ${plan.channels})`,
    );
  }
  return { ...plan, width, height };
}

/** The bitmap of a planned tensor whose elements are here. */
export function bitmapOf(plan, data) {
  const { width, height, count, layout, channels, mean, std } = plan;
  const image = new ImageData(width, height);
  const size = width * height;
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < 4; c++) {
      const from = channels === 'BGR' && c < 3 ? 2 - c : count === 1 && c < 3 ? 0 : c;
      const value = Number(data[layout === 'NCHW' ? from * size + i : i * count + from]);
      image.data[4 * i + c] = from < count ? (value * std[from] + mean[from]) * 255 : 255;
    }
  }
  return createImageBitmap(image);
}

/**
 * The form in which a picture can go to a worker, and what moves there: a bitmap moves itself, of a
 * frame a clone does, of everything else a snapshot.
 */
export async function forWorker(what, image, transfer) {
  const kind = Object.prototype.toString.call(image).slice(8, -1);
  if (kind === 'ImageData') {
    return image;
  }
  try {
    const moved =
      kind === 'ImageBitmap'
        ? image
        : kind === 'VideoFrame'
          ? image.clone()
          : kind === 'HTMLVideoElement' && typeof VideoFrame === 'function'
            ? new VideoFrame(image)
            : await createImageBitmap(image);
    transfer.push(moved);
    return moved;
  } catch (error) {
    throw new AssamError('INPUT', `${what} is a picture that cannot be read: ${error.message}`);
  }
}
