// Brings model files into Assam's memory: from the network chunk by chunk, or from bytes at hand.

import { AssamError } from './assam-error.js';

/**
 * Loads a file into a storage of bytes.
 *
 * @param source { url }, { bytes: Uint8Array } or { blob }
 * @param memory the engine: allocateBytes, view, release
 * @returns {Promise<{ handle: number, length: number }>}
 */
export async function load(source, memory, { signal, onProgress } = {}) {
  throwIfAborted(signal);
  if (source.bytes) {
    const { bytes } = source;
    const handle = memory.allocateBytes(bytes.length);
    memory.view(handle, bytes.length).set(bytes);
    return { handle, length: bytes.length };
  }
  if (source.blob) {
    return read(source.blob.stream(), source.blob.size, 'the file', memory, { signal, onProgress });
  }
  let response;
  try {
    response = await fetch(source.url, { signal });
  } catch (error) {
    throwIfAborted(signal);
    throw new AssamError('NETWORK', `${source.url} could not be fetched: ${error.message}`, {
      cause: error,
    });
  }
  if (!response.ok) {
    throw new AssamError(
      'NETWORK',
      `${source.url} answered ${response.status} ${response.statusText}`.trim(),
    );
  }
  // The length is that of what travels, so it tells nothing about a compressed file.
  const length = response.headers.has('Content-Encoding')
    ? 0
    : Number(response.headers.get('Content-Length'));
  return read(response.body, length, source.url, memory, { signal, onProgress });
}

function throwIfAborted(signal) {
  if (signal?.aborted) {
    throw new AssamError('ABORTED', 'opening the model was aborted', { cause: signal.reason });
  }
}

/** Reads a stream straight into a storage if its length is known, else through a list of chunks. */
async function read(stream, expected, what, memory, { signal, onProgress }) {
  const reader = stream.getReader();
  let handle = expected > 0 ? memory.allocateBytes(expected) : -1;
  let length = 0;
  let chunks = [];
  try {
    for (;;) {
      throwIfAborted(signal);
      const { done, value } = await next(reader, what, length, signal);
      if (done) {
        break;
      }
      if (handle >= 0 && length + value.length > expected) {
        // More than was announced: what is here becomes the first chunk.
        chunks = [memory.view(handle, length).slice()];
        memory.release([handle]);
        handle = -1;
      }
      if (handle >= 0) {
        memory.view(handle, expected).set(value, length);
      } else {
        chunks.push(value);
      }
      length += value.length;
      if (length !== expected) {
        onProgress?.({ loaded: length, total: expected > 0 ? expected : undefined });
      }
    }
    if (handle >= 0 && length < expected) {
      throw new AssamError('NETWORK', `${what} broke off after ${length} of ${expected} bytes`);
    }
    if (handle < 0) {
      handle = memory.allocateBytes(length);
      let at = 0;
      for (const chunk of chunks) {
        memory.view(handle, length).set(chunk, at);
        at += chunk.length;
      }
    }
    onProgress?.({ loaded: length, total: length });
    return { handle, length };
  } catch (error) {
    reader.cancel().catch(() => {});
    if (handle >= 0) {
      memory.release([handle]);
    }
    throw error;
  }
}

async function next(reader, what, length, signal) {
  try {
    return await reader.read();
  } catch (error) {
    throwIfAborted(signal);
    throw new AssamError('NETWORK', `${what} broke off after ${length} bytes: ${error.message}`, {
      cause: error,
    });
  }
}
