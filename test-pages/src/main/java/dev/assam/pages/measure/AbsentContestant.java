package dev.assam.pages.measure;

import dev.assam.nativerun.row.Status;

/** A runtime that cannot be had; its rows say why. */
record AbsentContestant(String id, String description, String reason) implements Contestant {
  @Override
  public OpenModel open(BenchModel model, int threads) {
    throw new ContestantException(Status.ABSENT, reason);
  }

  @Override
  public void close() {}
}
