// Inputs that need not be copied to the CPU, and tensors that stay on the device.

import { AssamError } from './assam-error.js';
import { planCanvas, planImage, pixelsOf } from './assam-image.js';
import { dimensions, typeOfName } from './assam-types.js';

/**
 * An input that is a picture or a buffer, as a value that can be written.
 *
 * @param device where the model computes, or null
 * @param hold (thing, type, count) answers the handle of a storage of what the device then holds
 * @param checks gets functions that fail if it turns out that an input could not be read
 */
export async function resolve(what, value, declared, { model, device, hold, checks }) {
  if (value.image === undefined) {
    return buffer(what, value, declared, { model, device, hold, checks });
  }
  const plan = planImage(what, value, declared);
  if (!device) {
    return { data: pixelsOf(plan), dims: plan.dims, type: plan.type.name };
  }
  const { heldImage } = await import(`./assam-image-${device.name}.js`);
  return {
    handle: hold(heldImage(plan), plan.type, plan.elements),
    dims: plan.dims,
    type: plan.type,
  };
}

function buffer(what, value, declared, { model, device, hold, checks }) {
  const refuse = (problem, allowed) => {
    throw new AssamError('INPUT', `${what} is a GPUBuffer${problem} (allowed: ${allowed})`);
  };
  if (device?.name !== 'webgpu') {
    refuse(`, and the model runs on ${model.backend}`, 'backend "webgpu"');
  }
  const type = typeOfName(value.type ?? declared?.type ?? 'float32');
  const known = declared?.dims?.every((dim) => typeof dim === 'number') ? declared.dims : null;
  const given = value.dims ?? known;
  if (!type || !given) {
    refuse(' without dims or of no type', '{ data: buffer, dims, type }');
  }
  const dims = dimensions(what, { dims: given });
  const count = dims.reduce((product, dim) => product * dim, 1);
  const { size, usage, mapState } = value.data;
  const half = type.name === 'float16';
  const bytes = half ? 4 * Math.ceil(count / 2) : 4 * count;
  if (size < bytes) {
    refuse(
      ` of ${size} bytes for ${type.name}[${dims}]`,
      `${bytes} and more, ${half ? 16 : 32} bits an element`,
    );
  }
  if (!(usage & GPUBufferUsage.COPY_SRC) || mapState !== 'unmapped') {
    refuse(
      mapState === 'unmapped' ? ' that has no usage COPY_SRC' : ' that is mapped',
      'unmapped ones with GPUBufferUsage.COPY_SRC',
    );
  }
  let problem = null;
  checks.push(async () => {
    const error = await problem;
    if (error) {
      throw new AssamError(
        'INPUT',
        `${what} is a GPUBuffer that cannot be read, because it was destroyed or is of another device than model.device: ${error.message}`,
      );
    }
  });
  const copyTo = (gpu, to, offset, bytes) => {
    gpu.pushErrorScope('validation');
    const encoder = gpu.createCommandEncoder();
    encoder.copyBufferToBuffer(value.data, 0, to, offset, bytes);
    gpu.queue.submit([encoder.finish()]);
    problem = gpu.popErrorScope().catch(() => null);
  };
  return { handle: hold({ copyTo }, type, count), dims, type };
}

/** The elements of a tensor that stayed on the device. */
export async function download(device, { type, dims, number }) {
  try {
    const words = await device.download(number);
    return { type: type.name, dims, data: ofCarrier(type, dims, words) };
  } catch (error) {
    throw new AssamError('DEVICE', error.message);
  }
}

/** A tensor that stayed on the device, as a picture. */
export async function bitmap(device, { type, dims, number }, options) {
  if (type.name === 'float16') {
    throw new AssamError('UNSUPPORTED', 'the tensor is float16 (allowed on a canvas: float32, integers)');
  }
  const plan = planCanvas('the tensor', { type: type.name, dims }, options);
  const { heldBitmap } = await import(`./assam-image-${device.name}.js`);
  try {
    return heldBitmap(device, number, plan);
  } catch (error) {
    throw new AssamError('DEVICE', error.message);
  }
}

/** Elements as the page knows them, of those in 32 bits that a device has instead. */
function ofCarrier({ name, TypedArray }, dims, words) {
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (name === 'float16') {
    return new TypedArray(words.buffer).slice(0, count);
  }
  const from =
    words instanceof Float32Array
      ? words
      : name.startsWith('float')
        ? new Float32Array(words.buffer)
        : name.startsWith('uint32')
          ? new Uint32Array(words.buffer)
          : new Int32Array(words.buffer);
  const used = from.subarray(0, count);
  return name.includes('int64') ? TypedArray.from(used, (value) => BigInt(value)) : TypedArray.from(used);
}
