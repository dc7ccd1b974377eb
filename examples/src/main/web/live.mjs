import { image } from './assam.js';
import {
  byId,
  count,
  median,
  milliseconds,
  openModels,
  showError,
  showReport,
  showStatus,
} from './page.mjs';
import { drawSample } from './sample.mjs';

const MODELS = [{ url: 'models/ch_PP-OCRv4_det_infer.onnx', bytes: 4_745_517 }];

/** What the detector sees, in pixels: multiples of 32. */
const SIZE = [320, 224];

/** As the detector was trained: ImageNet's figures, blue first. */
const INPUT = {
  size: SIZE,
  layout: 'NCHW',
  channels: 'BGR',
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

/** The frame that is looked at; it is shown with what was found in it. */
const shot = document.createElement('canvas');
let model = null;
let running = null;

async function opened() {
  const backend = byId('backend').value;
  if (model?.backend !== backend) {
    await model?.close();
    model = null;
    const { models } = await openModels(MODELS, { backend });
    [model] = models;
    model.backend = backend;
  }
  return model;
}

/** A source of frames: next() draws one to the shot and answers it; stopped at the end. */
function sample() {
  const page = document.createElement('canvas');
  drawSample(page);
  const pen = shot.getContext('2d');
  Object.assign(shot, { width: 2 * SIZE[0], height: 2 * SIZE[1] });
  return {
    next() {
      const at = (1 + Math.sin(performance.now() / 1500)) / 2;
      pen.drawImage(page, 200 * at, 120 * at, 1000, 700, 0, 0, shot.width, shot.height);
      return shot;
    },
    stop() {},
  };
}

async function camera() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 448 } });
  const video = document.createElement('video');
  Object.assign(video, { srcObject: stream, muted: true, playsInline: true });
  await video.play();
  const pen = shot.getContext('2d');
  Object.assign(shot, { width: video.videoWidth, height: video.videoHeight });
  return {
    next() {
      pen.drawImage(video, 0, 0);
      return video;
    },
    stop: () => stream.getTracks().forEach((track) => track.stop()),
  };
}

function show(frame) {
  const picture = byId('picture');
  if (picture.width !== frame.width || picture.height !== frame.height) {
    Object.assign(picture, { width: frame.width, height: frame.height });
  }
  picture.getContext('2d').drawImage(frame, 0, 0);
}

/** Finds text in one frame after the other until another run begins or this one is stopped. */
async function run(makeSource) {
  stop();
  const mine = (running = {});
  let source = null;
  showError(null);
  try {
    const detector = await opened();
    source = await makeSource();
    byId('results').hidden = false;
    byId('stop').disabled = false;
    const [input] = detector.inputs;
    const [output] = detector.outputs;
    const times = [];
    for (let frames = 1; running === mine; frames++) {
      const started = performance.now();
      const frame = image(source.next(), INPUT);
      const results = await detector.run({ [input.name]: frame }, { outputs: 'gpu' });
      const map = results[output.name];
      await map.toCanvas(byId('found'), { channels: 'GRAY' });
      show(shot);
      await map.dispose();
      times.push(performance.now() - started);
      times.splice(0, times.length - 20);
      const { backend } = detector.report();
      const each = milliseconds(median(times));
      showStatus(`${count(frames, 'frame')} on ${backend}, ${each} each.`, null);
      if (frames === 1) {
        byId('about').hidden = false;
        showReport(byId('report'), detector.report());
      }
      await new Promise(requestAnimationFrame);
    }
  } catch (error) {
    showError(error);
  } finally {
    source?.stop();
  }
}

function stop() {
  running = null;
  byId('stop').disabled = true;
}

byId('sample').addEventListener('click', () => run(sample));
byId('camera').addEventListener('click', () => run(camera));
byId('stop').addEventListener('click', stop);
