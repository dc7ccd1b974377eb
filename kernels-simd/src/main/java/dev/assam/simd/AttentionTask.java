package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.AttentionF32;
import dev.assam.simd.kernel.Copies;
import dev.assam.simd.kernel.RowLoops;

/**
 * Attention of some queries of one head a unit: their scores for all keys stay in the cache, and no
 * matrix of all scores is ever made. Keys and values come packed; strides in elements.
 */
final class AttentionTask extends Task {
  /** Scores of a unit, about: what stays in the L2 cache beside keys and values. */
  private static final int SCORES = 24 * 1024;

  int batches;
  int heads;
  int kvHeads;
  int queries;
  int keys;
  int size;
  int valueSize;
  float scale;
  boolean causal;

  /** Keys that every query may see, causal or not: those of the past. */
  int past;

  int queryBatch;
  int queryHead;
  int queryStep;
  int outBatch;
  int outHead;
  int outStep;

  /** Strides of the mask along batches, heads, queries and keys; the last one 0 or 1. */
  boolean masked;

  int maskBatch;
  int maskHead;
  int maskQuery;
  int maskKey;

  Floats q;
  Floats mask;
  Floats out;
  Floats scratch;
  int packedKeys;
  int packedValues;
  int zeros;
  int scratchAt;

  /** Queries of a unit. */
  private int block() {
    int rows = Math.max(6, Math.min(48, SCORES / keys / 6 * 6));
    return Math.min(rows, queries);
  }

  private int blocks() {
    return (queries + block() - 1) / block();
  }

  /** Floats of scratch for each thread. */
  int threadFloats() {
    return block() * keys + Product.TILE;
  }

  @Override
  public int units() {
    return batches * heads * blocks();
  }

  @Override
  public void run(int from, int to, int thread) {
    int tile = scratchAt + thread * threadFloats();
    int scores = tile + Product.TILE;
    int keyPack = new Panels(keys).packedFloats(size);
    int valuePack = new Panels(valueSize).packedFloats(keys);
    for (int unit = from; unit < to; unit++) {
      int first = unit % blocks() * block();
      int head = unit / blocks() % heads;
      int batch = unit / blocks() / heads;
      int rows = Math.min(block(), queries - first);
      int kv = batch * kvHeads + head / (heads / kvHeads);
      int visible = causal ? Math.min(keys, past + first + rows) : keys;
      int qAt = batch * queryBatch + head * queryHead + first * queryStep;
      int outAt = batch * outBatch + head * outHead + first * outStep;
      Product.multiply(
          q,
          qAt,
          queryStep,
          rows,
          size,
          scratch,
          packedKeys + kv * keyPack,
          size,
          keys,
          scratch,
          zeros,
          0,
          scratch,
          scores,
          keys,
          scratch,
          tile);
      for (int r = 0; r < rows; r++) {
        int maskAt = batch * maskBatch + head * maskHead + (first + r) * maskQuery;
        int seen = causal ? Math.min(keys, past + first + r + 1) : keys;
        int at = scores + r * keys;
        weigh(at, seen, maskAt);
        Copies.zeroF32(scratch, at + seen, visible - seen);
      }
      Product.multiply(
          scratch,
          scores,
          keys,
          rows,
          visible,
          scratch,
          packedValues + kv * valuePack,
          keys,
          valueSize,
          scratch,
          zeros,
          0,
          out,
          outAt,
          outStep,
          scratch,
          tile);
    }
  }

  /** Makes weights of the products of a query and the {@code seen} keys that it may see. */
  private void weigh(int at, int seen, int maskAt) {
    float max;
    if (masked && maskKey == 1) {
      max = AttentionF32.scoresF32(scratch, at, seen, scale, mask, maskAt);
    } else {
      float add = masked ? mask.get(maskAt) : 0;
      max = AttentionF32.scoresF32(scratch, at, seen, scale, add);
    }
    if (max == Float.NEGATIVE_INFINITY) {
      Copies.zeroF32(scratch, at, seen);
      return;
    }
    float sum = RowLoops.exp(scratch, at, scratch, at, seen, max);
    RowLoops.affine(scratch, at, scratch, at, seen, 1 / sum, 0);
  }

  @Override
  public int code() {
    return Tasks.ATTENTION;
  }

  @Override
  protected void fields(Fields fields) {
    batches = fields.number(batches);
    heads = fields.number(heads);
    kvHeads = fields.number(kvHeads);
    queries = fields.number(queries);
    keys = fields.number(keys);
    size = fields.number(size);
    valueSize = fields.number(valueSize);
    scale = fields.real(scale);
    causal = fields.flag(causal);
    past = fields.number(past);
    queryBatch = fields.number(queryBatch);
    queryHead = fields.number(queryHead);
    queryStep = fields.number(queryStep);
    outBatch = fields.number(outBatch);
    outHead = fields.number(outHead);
    outStep = fields.number(outStep);
    masked = fields.flag(masked);
    maskBatch = fields.number(maskBatch);
    maskHead = fields.number(maskHead);
    maskQuery = fields.number(maskQuery);
    maskKey = fields.number(maskKey);
    q = fields.floats(q);
    mask = fields.floats(mask);
    out = fields.floats(out);
    scratch = fields.floats(scratch);
    packedKeys = fields.number(packedKeys);
    packedValues = fields.number(packedValues);
    zeros = fields.number(zeros);
    scratchAt = fields.number(scratchAt);
  }
}
