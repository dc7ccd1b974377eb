// Libraries of 2014 to 2018 that know fully connected networks, each given the same weights in the
// JSON it reads itself. options: peer.

import { script } from './bench.js';

/** { activation, layers: [{ in, out, weights: [in][out] flat, bias }] } → what the library reads. */
const FORMATS = {
  convnetjs({ layers }) {
    const volume = (w, depth) => ({ sx: 1, sy: 1, depth, w });
    const made = [{ layer_type: 'input', out_depth: layers[0].in, out_sx: 1, out_sy: 1 }];
    for (const layer of layers) {
      const filters = [];
      for (let o = 0; o < layer.out; o++) {
        const w = Array.from({ length: layer.in }, (_, i) => layer.weights[i * layer.out + o]);
        filters.push(volume(w, layer.in));
      }
      made.push({
        layer_type: 'fc',
        out_depth: layer.out,
        out_sx: 1,
        out_sy: 1,
        num_inputs: layer.in,
        l1_decay_mul: 0,
        l2_decay_mul: 1,
        filters,
        biases: volume(layer.bias, layer.out),
      });
      made.push({ layer_type: 'sigmoid', out_depth: layer.out, out_sx: 1, out_sy: 1 });
    }
    return { layers: made };
  },
  brainjs({ layers }) {
    const made = [{}];
    for (let i = 0; i < layers[0].in; i++) {
      made[0][i] = {};
    }
    for (const layer of layers) {
      const nodes = {};
      for (let o = 0; o < layer.out; o++) {
        const weights = {};
        for (let i = 0; i < layer.in; i++) {
          weights[i] = layer.weights[i * layer.out + o];
        }
        nodes[o] = { bias: layer.bias[o], weights };
      }
      made.push(nodes);
    }
    return {
      sizes: [layers[0].in, ...layers.map(({ out }) => out)],
      layers: made,
      outputLookup: false,
      inputLookup: false,
      activation: 'sigmoid',
    };
  },
  synaptic({ layers }) {
    const sizes = [layers[0].in, ...layers.map(({ out }) => out)];
    const neurons = [];
    const connections = [];
    let first = 0;
    sizes.forEach((size, l) => {
      const place = l === 0 ? 'input' : l === sizes.length - 1 ? 'output' : l - 1;
      for (let o = 0; o < size; o++) {
        const bias = l === 0 ? 0 : layers[l - 1].bias[o];
        neurons.push({
          trace: { elegibility: {}, extended: {} },
          state: 0,
          old: 0,
          activation: 0,
          bias,
          layer: place,
          squash: 'LOGISTIC',
        });
        for (let i = 0; l > 0 && i < sizes[l - 1]; i++) {
          const weight = layers[l - 1].weights[i * size + o];
          connections.push({ from: first - sizes[l - 1] + i, to: first + o, weight, gater: null });
        }
      }
      first += size;
    });
    return { neurons, connections };
  },
};

/** Keras.js reads a protobuf of a configuration and named arrays. */
function kerasFile({ layers }) {
  const parts = [];
  const varint = (value) => {
    const out = [];
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
      out.push(rest < 128 ? rest : (rest % 128) | 128);
      if (rest < 128) {
        return out;
      }
    }
  };
  const field = (number, bytes) => [Uint8Array.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes];
  const text = (number, value) => field(number, new TextEncoder().encode(value));
  const join = (chunks) => {
    const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
    chunks.reduce((at, chunk) => (all.set(chunk, at), at + chunk.length), 0);
    return all;
  };
  const array = (layer, name, shape, values) => {
    const dims = shape.map((size) => Uint8Array.from([3 * 8, ...varint(size)]));
    const data = new Uint8Array(Float32Array.from(values).buffer);
    const weights = [text(1, layer), text(2, name), dims, text(4, 'float32'), field(5, data)].flat();
    parts.push(...field(6, join(weights)));
  };
  const config = layers.map((layer, i) => ({
    class_name: 'Dense',
    config: {
      name: `dense_${i}`,
      units: layer.out,
      activation: 'sigmoid',
      use_bias: true,
      ...(i === 0 ? { batch_input_shape: [null, layer.in], dtype: 'float32' } : {}),
    },
  }));
  parts.push(...text(1, 'model'), ...text(2, 'model'), ...text(3, '2.1.2'), ...text(4, 'tensorflow'));
  parts.push(...text(5, JSON.stringify({ class_name: 'Sequential', config })));
  layers.forEach((layer, i) => {
    array(`dense_${i}`, `dense_${i}/kernel:0`, [layer.in, layer.out], layer.weights);
    array(`dense_${i}`, `dense_${i}/bias:0`, [layer.out], layer.bias);
  });
  return join(parts);
}

const LIBRARIES = {
  kerasjs: {
    file: '/peers/kerasjs/dist/keras.min.js',
    version: '1.0.3',
    write: kerasFile,
    async open(bytes) {
      const filepath = URL.createObjectURL(new Blob([bytes]));
      const model = new globalThis.KerasJS.Model({ filepath, gpu: false });
      await model.ready();
      const [input] = model.inputLayerNames;
      return async (x) => Object.values(await model.predict({ [input]: x }))[0];
    },
  },
  convnetjs: {
    file: '/peers/convnetjs/build/convnet-min.js',
    version: '0.3.0',
    open(json) {
      const { Net, Vol } = globalThis.convnetjs;
      const net = new Net();
      net.fromJSON(JSON.parse(json));
      return (x) => {
        const volume = new Vol(1, 1, x.length, 0);
        volume.w = x;
        return net.forward(volume, false).w;
      };
    },
  },
  brainjs: {
    file: '/peers/brainjs/browser.min.js',
    version: '1.6.1',
    open(json) {
      const net = new globalThis.brain.NeuralNetwork();
      net.fromJSON(JSON.parse(json));
      return (x) => net.run(x);
    },
  },
  synaptic: {
    file: '/peers/synaptic/dist/synaptic.min.js',
    version: '1.1.4',
    open(json) {
      const net = globalThis.synaptic.Network.fromJSON(JSON.parse(json));
      return (x) => net.activate(x);
    },
  },
};

export async function load({ options }) {
  const library = LIBRARIES[options.peer];
  if (!library) {
    throw new Error(`absent: no page drives ${options.peer}`);
  }
  await script(library.file);
  return {
    version: library.version,
    async open({ layers }) {
      const format = FORMATS[options.peer];
      const given = JSON.parse(layers);
      const file = format ? JSON.stringify(format(given)) : library.write(given);
      const start = performance.now();
      const run = await library.open(file);
      const openMs = performance.now() - start;
      return {
        run: async (inputs) => {
          const [{ data }] = Object.values(inputs);
          return { y: { data: Float32Array.from(await run(data)), dims: [1, 10] } };
        },
        report: () => ({
          backends: { cpu: 0 },
          threads: 1,
          simd: 'none',
          compileMs: openMs,
          fileBytes: file.length,
        }),
      };
    },
  };
}
