package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.Move;
import dev.assam.backend.NodeRequest;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.List;

/** Operators that only move elements, of any type. */
final class MoveKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  private record Moves(List<Move> moves) implements WebGpuKernel {
    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      for (Move move : moves) {
        launches.add(
            MoveShader.launch(
                places.in(move.input()),
                move.fromAt(),
                move.fromStrides(),
                places.out(move.output()),
                move.toAt(),
                move.toStrides(),
                move.dims()));
      }
    }
  }

  @Override
  public String name() {
    return "move";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    List<Move> moves = Move.of(request);
    return moves == null ? null : new Moves(moves);
  }
}
