package dev.assam.simd;

import dev.assam.memory.Floats;

/** Packs a bias that is no constant. */
final class BiasTask extends Task {
  private int groups;
  private int columns;
  private boolean scalar;
  private float scale;
  private Floats from;
  private Floats to;
  private int at;

  BiasTask() {}

  BiasTask(int groups, int columns, boolean scalar, float scale, Floats from, Floats to, int at) {
    this.groups = groups;
    this.columns = columns;
    this.scalar = scalar;
    this.scale = scale;
    this.from = from;
    this.to = to;
    this.at = at;
  }

  @Override
  public int units() {
    return 1;
  }

  @Override
  public void run(int first, int last, int thread) {
    new Panels(columns).packBias(from, scalar, groups, scale, to, at);
  }

  @Override
  public int code() {
    return Tasks.BIAS;
  }

  @Override
  protected void fields(Fields fields) {
    groups = fields.number(groups);
    columns = fields.number(columns);
    scalar = fields.flag(scalar);
    scale = fields.real(scale);
    from = fields.floats(from);
    to = fields.floats(to);
    at = fields.number(at);
  }
}
