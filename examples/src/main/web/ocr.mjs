import {
  addFigure,
  addLoadFigures,
  byId,
  chosenOptions,
  count,
  downloadText,
  drawn,
  median,
  milliseconds,
  openModels,
  showError,
  showReport,
  showStatus,
} from './page.mjs';
import * as pipelines from './pipelines.mjs';
import { drawSample } from './sample.mjs';

const MODELS = [
  { url: 'models/ch_PP-OCRv4_det_infer.onnx', bytes: 4_745_517 },
  { url: 'models/ch_PP-OCRv4_rec_infer.onnx', bytes: 10_857_828 },
];
const DICTIONARY = 'models/ppocr_keys_v1.txt';

/** The longer side of what the detector sees, in pixels. */
const DETECTOR_SIDE = 960;

/** Larger pictures are made smaller before anything else. */
const MAX_SIDE = 2000;

const canvas = byId('canvas');
let opened = null;
let alphabet = null;
let busy = false;
let runs = [];

/** Opens both models, or hands out those that are open with the same options. */
async function models() {
  const options = chosenOptions();
  const key = JSON.stringify(options);
  if (opened?.key !== key) {
    close();
    alphabet ??= pipelines.alphabet(await downloadText(DICTIONARY));
    opened = { key, ...(await openModels(MODELS, options)) };
  }
  return opened;
}

function close() {
  opened?.models.forEach((model) => model.close());
  opened = null;
  runs = [];
}

/** The first output of a model with one input. */
async function run(model, input) {
  const outputs = await model.run({ [model.inputs[0].name]: input });
  return outputs[model.outputs[0].name];
}

/**
 * Reads a picture; onLine is given each line once it is read.
 *
 * @returns {Promise<{ times: object, regions: number, lines: number }>} times in ms by part
 */
async function read([detector, recognizer], picture, onLine) {
  const times = { around: 0, detector: 0, recognizer: 0 };
  const timed = async (part, work) => {
    const start = performance.now();
    const result = await work();
    times[part] += performance.now() - start;
    return result;
  };
  const readLine = async (region) => {
    const input = await timed('around', () => pipelines.recognizerInput(picture, region));
    const output = await timed('recognizer', () => run(recognizer, input));
    const { text, confidence } = await timed('around', () => pipelines.text(output, alphabet));
    return { text, confidence, region };
  };

  const input = await timed('around', () => pipelines.detectorInput(picture, DETECTOR_SIDE));
  const map = await timed('detector', () => run(detector, input));
  const regions = await timed('around', () => pipelines.lines(map, picture));
  const { sure, least } = pipelines.confidences();
  let lines = 0;
  for (const [i, region] of regions.entries()) {
    showStatus(`Reading line ${i + 1} of ${regions.length}`, i / regions.length);
    let line = await readLine(region);
    if (line.confidence < sure) {
      const turned = await readLine(pipelines.upsideDown(region));
      line = turned.confidence > line.confidence ? turned : line;
    }
    if (line.confidence >= least) {
      onLine(line);
      lines++;
    }
  }
  return { times, regions: regions.length, lines };
}

/** Reads the picture on the canvas the given number of times and shows what came out. */
async function readCanvas(times) {
  if (busy) return;
  busy = true;
  showError(null);
  byId('again').disabled = byId('sample').disabled = true;
  try {
    const { models: both } = await models();
    const picture = pipelines.picture(
      canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height),
    );
    for (let i = 0; i < times; i++) {
      showStatus(times > 1 ? `Run ${i + 1} of ${times}` : 'Looking for lines', undefined);
      await drawn();
      clearLines();
      const result = await read(both, picture, showLine);
      runs.push(result.times);
      byId('nothing').hidden = result.lines > 0;
      byId('copy').hidden = result.lines === 0;
      showStatus(`${count(result.lines, 'line')} read.`, null);
      showFigures(result);
    }
    showReport(byId('detector-report'), both[0].report());
    showReport(byId('recognizer-report'), both[1].report());
  } catch (e) {
    close();
    showError(e);
  } finally {
    busy = false;
    byId('again').disabled = opened === null;
    byId('sample').disabled = false;
  }
}

function clearLines() {
  byId('results').hidden = false;
  byId('nothing').hidden = byId('copy').hidden = true;
  byId('boxes').setAttribute('viewBox', `0 0 ${canvas.width} ${canvas.height}`);
  byId('boxes').replaceChildren();
  byId('lines').replaceChildren();
}

/** Adds a line to the list and its box to the picture; pointing at one marks the other, too. */
function showLine({ text, confidence, region }) {
  const box = document.createElementNS('http://www.w3.org/2000/svg', 'polygon');
  box.setAttribute('points', pipelines.corners(region).join(' '));
  const item = document.createElement('li');
  item.append(document.createElement('span'), document.createElement('span'));
  item.firstChild.textContent = text;
  item.lastChild.textContent = `${Math.round(100 * confidence)} %`;
  item.lastChild.className = 'number';
  item.lastChild.title = 'how sure the network is';
  const mark = (on) => [box, item].forEach((part) => part.classList.toggle('on', on));
  for (const part of [box, item]) {
    part.addEventListener('pointerenter', () => mark(true));
    part.addEventListener('pointerleave', () => mark(false));
  }
  byId('boxes').append(box);
  byId('lines').append(item);
}

function showFigures({ regions }) {
  const body = byId('figures');
  body.replaceChildren();
  addLoadFigures(body, opened, MODELS);
  const show = (name, times) => {
    addFigure(body, name, milliseconds(times.detector + times.recognizer + times.around), 'sum');
    addFigure(body, 'finding the lines', milliseconds(times.detector), 'part');
    addFigure(body, `reading ${count(regions, 'line')}`, milliseconds(times.recognizer), 'part');
    addFigure(body, 'before and after the models', milliseconds(times.around), 'part');
  };
  show('First run', runs[0]);
  const later = runs.slice(1);
  if (later.length > 0) {
    const of = (part) => median(later.map((times) => times[part]));
    show(`Following runs, median of ${later.length}`, {
      detector: of('detector'),
      recognizer: of('recognizer'),
      around: of('around'),
    });
  }
}

/** Puts a picture on the canvas and reads it. */
async function take(file) {
  if (busy || !file) return;
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    showError(new Error(`${file.name} is not a picture that this browser can open.`));
    return;
  }
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  newPicture();
}

/** Shows the picture without text at once and reads it; its runs are counted afresh. */
function newPicture() {
  runs = [];
  byId('figures').replaceChildren();
  clearLines();
  return readCanvas(1);
}

byId('file').addEventListener('change', (event) => {
  take(event.target.files[0]);
  event.target.value = '';
});
byId('sample').addEventListener('click', () => {
  if (!busy) {
    drawSample(canvas);
    newPicture();
  }
});
byId('again').addEventListener('click', () => readCanvas(5));
byId('copy').addEventListener('click', () =>
  navigator.clipboard.writeText([...byId('lines').children].map((li) => li.firstChild.textContent).join('\n')),
);
addEventListener('paste', (event) => take(event.clipboardData.files[0]));
addEventListener('dragover', (event) => {
  event.preventDefault();
  byId('drop').classList.add('over');
});
addEventListener('dragleave', () => byId('drop').classList.remove('over'));
addEventListener('drop', (event) => {
  event.preventDefault();
  byId('drop').classList.remove('over');
  take(event.dataTransfer.files[0]);
});
addEventListener('pagehide', close);
byId('threads').value = crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;
