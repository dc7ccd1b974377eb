// Prints, line by line, what target/web/pipelines.mjs makes of the inputs that PipelinesTest
// makes, too. Run in the module's folder.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const pipelines = await import(pathToFileURL('target/web/pipelines.mjs').href);

/** Numbers to twelve bits, so that the last bit of a float does not matter. */
const print = (name, ...values) =>
  console.log(name, ...values.map((v) => (typeof v === 'number' ? Math.round(v * 4096) : v)));

const total = (data) => data.reduce((sum, value) => sum + value, 0) / data.length;

const width = 300;
const height = 200;
const data = new Uint8ClampedArray(width * height * 4);
for (let i = 0; i < data.length; i++) {
  data[i] = (i * 31 + (i >> 8) * 7) & 255;
}
const picture = pipelines.picture({ width, height, data });

const input = pipelines.detectorInput(picture, 160);
print('detector', input.dims.join(), total(input.data), input.data[1000], input.data.at(-1));

const map = new Float32Array(96 * 160);
for (let y = 0; y < 96; y++) {
  for (let x = 0; x < 160; x++) {
    const across = x + 0.25 * y;
    const down = y - 0.25 * x;
    map[y * 160 + x] = across > 30 && across < 120 && down > 20 && down < 32 ? 0.9 : 0.1;
  }
}
const lines = pipelines.lines({ data: map, dims: [1, 1, 96, 160] }, picture);
print('lines', lines.length, ...lines[0]);
print('corners', ...pipelines.corners(pipelines.upsideDown(lines[0])));

const line = pipelines.recognizerInput(picture, lines[0]);
print('recognizer', line.dims.join(), total(line.data), line.data[1000]);

const alphabet = pipelines.alphabet('a\nb\nü\n');
const steps = [0, 1, 1, 0, 1, 4, 3, 3, 2, 0];
const probabilities = new Float32Array(steps.length * 5);
steps.forEach((c, step) => (probabilities[step * 5 + c] = 0.5 + step / 32));
const { text, confidence } = pipelines.text({ data: probabilities, dims: [1, 10, 5] }, alphabet);
print('text', text, confidence);

const tokenizer = pipelines.tokenizer(
  readFileSync('target/models/all-minilm-l6-v2-tokenizer.json', 'utf8'),
);
const sentence = 'Größe, naïve CAFÉ; 日本語 한국어 tiếng Việt 😀 ок';
const pieces = pipelines.pieces(tokenizer, sentence);
print('pieces', pieces.join());
for (const [name, { data, dims }] of Object.entries(pipelines.sentenceInputs(pieces))) {
  print(name, dims.join(), data.join());
}
const output = Float32Array.from({ length: 48 * 3 }, (_, i) => (i * 7) % 13);
const vector = pipelines.embedding({ data: output, dims: [1, 48, 3] }, pieces.length);
print('embedding', ...vector, pipelines.similarity(vector, new Float32Array([1, 0, 0])));

try {
  pipelines.picture({ width: 2, height: 2, data: new Uint8ClampedArray(3) });
} catch (e) {
  print('error', e.message);
}
