// A clip of 30 frames a second with a label for each frame, and how often an answer that is late is
// still right.

const FRAME_MS = 1000 / 30;

/** The same numbers each time. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

export class Clip {
  /** Frames of the video that were presented. */
  presented = 0;
  #context;
  #video;
  #labels = [];
  #started = 0;
  #last = -1;
  #shown = null;
  #right = 0;
  #frames = 0;

  constructor(canvas, video) {
    this.#context = canvas.getContext('2d');
    this.#video = video;
    const next = random(7);
    // A scene lasts a sixth of a second to one second.
    while (this.#labels.length < 3600) {
      const label = Math.floor(next() * 10);
      this.#labels.push(...Array(5 + Math.floor(next() * 26)).fill(label));
    }
  }

  async start() {
    const count = () => {
      this.presented++;
      this.#video.requestVideoFrameCallback(count);
    };
    if (this.#video.requestVideoFrameCallback) {
      this.#video.srcObject = this.#context.canvas.captureStream(30);
      this.#video.requestVideoFrameCallback(count);
      this.draw(performance.now());
      this.#video.play().catch(() => {});
    }
    this.#started = performance.now();
    this.#last = -1;
  }

  #frame(now) {
    return Math.max(0, Math.floor((now - this.#started) / FRAME_MS)) % this.#labels.length;
  }

  /** The label of what is to be seen now. */
  get label() {
    return this.#labels[this.#frame(performance.now())];
  }

  /** An inference that started when this was to be seen is done: it answers for later frames. */
  answer(label) {
    this.#score(this.#frame(performance.now()));
    this.#shown = label;
  }

  /** Counts the frames until this one, with the answer that was shown meanwhile. */
  #score(frame) {
    for (; this.#last < frame; this.#last++) {
      this.#frames++;
      this.#right += this.#labels[this.#last + 1] === this.#shown ? 1 : 0;
    }
  }

  /** Draws what is to be seen; frames that were left out count, too. */
  draw(now) {
    const frame = this.#frame(now);
    const isNew = frame > this.#last || frame === 0;
    this.#score(frame);
    if (isNew) {
      const { canvas } = this.#context;
      this.#context.fillStyle = `hsl(${this.#labels[frame] * 36} 70% 60%)`;
      this.#context.fillRect(0, 0, canvas.width, canvas.height);
      this.#context.fillStyle = '#fff';
      this.#context.font = '120px sans-serif';
      const x = (frame * 4) % canvas.width;
      this.#context.fillText(String(this.#labels[frame]), x, 135);
    }
  }

  /** The share of frames at which the latest answer was the frame's label. */
  accuracy() {
    return this.#frames ? this.#right / this.#frames : null;
  }
}
