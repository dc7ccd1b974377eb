// Trains a fully connected network 784-[width]×depth-10 with sigmoids in a library, batches of 64. The
// address says: peer, depth, width. Whoever opened the page calls training.*.

import { script } from './bench.js';

const INPUTS = 784;
const CLASSES = 10;
const BATCH = 64;
const RATE = 0.01;

const given = new URLSearchParams(location.search);
const peer = given.get('peer');
const hidden = Array(Number(given.get('depth'))).fill(Number(given.get('width')));

/** The same numbers each time, from 0 to 1. */
function* numbers() {
  for (let state = 1; ; ) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

/** Pictures with a bright band where their label says. */
function makeBatch() {
  const random = numbers();
  return Array.from({ length: BATCH }, (_, i) => {
    const label = i % CLASSES;
    const input = Float32Array.from({ length: INPUTS }, (_, pixel) => {
      const bright = Math.floor((pixel * CLASSES) / INPUTS) === label;
      return 0.3 * random.next().value + (bright ? 0.7 : 0);
    });
    return { input, output: Array.from({ length: CLASSES }, (_, c) => Number(c === label)) };
  });
}

function squares(found, wanted) {
  return wanted.reduce((sum, value, i) => sum + (found[i] - value) ** 2, 0) / wanted.length;
}

const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;

/** Each: the files it needs, and how it makes { train(batch), error(batch) }. */
const LIBRARIES = {
  convnetjs: {
    files: ['/peers/convnetjs/build/convnet-min.js'],
    make() {
      const { Net, Vol, SGDTrainer } = globalThis.convnetjs;
      const net = new Net();
      net.makeLayers([
        { type: 'input', out_sx: 1, out_sy: 1, out_depth: INPUTS },
        ...hidden.map((units) => ({ type: 'fc', num_neurons: units, activation: 'sigmoid' })),
        { type: 'regression', num_neurons: CLASSES },
      ]);
      const options = { method: 'sgd', learning_rate: RATE, momentum: 0, batch_size: BATCH };
      const trainer = new SGDTrainer(net, options);
      const volume = (input) => {
        const made = new Vol(1, 1, INPUTS, 0);
        made.w = input;
        return made;
      };
      return {
        train: (batch) => batch.forEach(({ input, output }) => trainer.train(volume(input), output)),
        error: (batch) => mean(batch.map(({ input, output }) => squares(net.forward(volume(input)).w, output))),
      };
    },
  },
  brainjs: {
    files: ['/peers/brainjs/browser.min.js'],
    make() {
      const net = new globalThis.brain.NeuralNetwork({ hiddenLayers: hidden, activation: 'sigmoid' });
      // Else it is made by the first training.
      net.sizes = [INPUTS, ...hidden, CLASSES];
      net.initialize();
      const once = { iterations: 1, errorThresh: 1e-9, learningRate: RATE };
      return {
        train: (batch) => net.train(batch, once),
        error: (batch) => mean(batch.map(({ input, output }) => squares(net.run(input), output))),
      };
    },
  },
  synaptic: {
    files: ['/peers/synaptic/dist/synaptic.min.js'],
    make() {
      const net = new globalThis.synaptic.Architect.Perceptron(INPUTS, ...hidden, CLASSES);
      return {
        train(batch) {
          for (const { input, output } of batch) {
            net.activate(input);
            net.propagate(RATE, output);
          }
        },
        error: (batch) => mean(batch.map(({ input, output }) => squares(net.activate(input), output))),
      };
    },
  },
};

for (const backend of ['cpu', 'webgl']) {
  LIBRARIES[`tfjs-${backend}`] = {
    files: ['/peers/tfjs/dist/tf.es2017.min.js'],
    async make() {
      const { tf } = globalThis;
      if (!(await tf.setBackend(backend))) {
        throw new Error(`absent: TensorFlow.js has no ${backend} here`);
      }
      const model = tf.sequential();
      [...hidden, CLASSES].forEach((units, i) =>
        model.add(tf.layers.dense({ units, activation: 'sigmoid', ...(i ? {} : { inputShape: [INPUTS] }) })));
      model.compile({ optimizer: tf.train.sgd(RATE), loss: 'meanSquaredError' });
      const tensors = (batch) => [
        tf.tensor2d(batch.map(({ input }) => Array.from(input))),
        tf.tensor2d(batch.map(({ output }) => output)),
      ];
      let own = null;
      return {
        async train(batch) {
          own ??= tensors(batch);
          await model.trainOnBatch(...own);
        },
        async error(batch) {
          own ??= tensors(batch);
          const difference = tf.tidy(() => tf.mean(tf.square(tf.sub(model.predict(own[0]), own[1]))));
          return (await difference.data())[0];
        },
      };
    },
  };
}

const batch = makeBatch();
let made;

window.training = {
  async open() {
    const library = LIBRARIES[peer];
    const loading = performance.now();
    for (const file of library.files) {
      await script(file);
    }
    const start = performance.now();
    made = await library.make();
    const error = await made.error(batch);
    const opened = performance.now();
    await made.train(batch);
    return {
      loadMs: start - loading,
      compileMs: opened - start,
      firstMs: performance.now() - opened,
      isolated: crossOriginIsolated,
      error,
    };
  },

  /** Milliseconds of each batch, for so long at least and so many at most. */
  async run(millis, most) {
    const samples = [];
    for (const start = performance.now(); samples.length < most && performance.now() - start < millis; ) {
      const before = performance.now();
      await made.train(batch);
      samples.push(performance.now() - before);
    }
    return samples;
  },

  error: async () => made.error(batch),
};
