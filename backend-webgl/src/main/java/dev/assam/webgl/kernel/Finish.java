package dev.assam.webgl.kernel;

import dev.assam.backend.NodeRequest;
import dev.assam.op.Expr;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgl.Glsl;
import dev.assam.webgl.GlslExpr;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done with each element of a matrix's rows before they are written: a formula of the
 * element, which is x0, and others, a sampler {@code E1}, {@code E2} … each.
 *
 * @param extras how x1 … lie
 */
record Finish(Expr expr, List<Extra> extras) {
  static final Finish NONE = new Finish(Expr.in(0), List.of());

  /** How an operand of the formula lies. */
  enum Extra {
    /** One element for each column. */
    COLUMNS,
    /** As the result does. */
    SAME,
    /** One element for all. */
    ONE
  }

  /**
   * The formula for a bias, if there is one, and an epilogue; null if it has operands that lie in
   * another way.
   *
   * @param bias the input that is added first, [columns]; -1 for none
   */
  static Finish of(NodeRequest request, int bias, int columns) {
    Expr expr = Expr.in(0);
    List<Extra> extras = new ArrayList<>();
    if (bias >= 0 && request.has(bias)) {
      extras.add(Extra.COLUMNS);
      expr = Expr.add(Expr.in(0), Expr.in(1));
    }
    if (request.epilogue() == null) {
      return new Finish(expr, extras);
    }
    List<Expr> inputs = new ArrayList<>();
    inputs.add(expr);
    Shape y = request.out(0).shape();
    DType[] types = new DType[1 + request.inputs() - request.opInputs()];
    types[0] = DType.FLOAT32;
    for (int i = request.opInputs(); i < request.inputs(); i++) {
      Shape shape = request.shape(i);
      types[1 + i - request.opInputs()] = request.in(i).dtype();
      if (shape.elements() == 1) {
        extras.add(Extra.ONE);
      } else if (shape.elements() == columns
          && shape.dim(shape.rank() - 1) == columns
          && y.dim(y.rank() - 1) == columns) {
        extras.add(Extra.COLUMNS);
      } else if (shape.elements() == y.elements() && columns % 4 == 0) {
        extras.add(Extra.SAME);
      } else {
        return null;
      }
      if (request.in(i).dtype() != DType.FLOAT32) {
        return null;
      }
      inputs.add(Expr.in(extras.size()));
    }
    if (request.out(0).dtype() != DType.FLOAT32
        || extras.size() > 8
        || !GlslExpr.canCompute(request.epilogue(), types, DType.FLOAT32)) {
      return null;
    }
    return new Finish(request.epilogue().substitute(inputs), extras);
  }

  /** The places of the operands. */
  List<Place<?>> sources(NodeRequest request, Places places, int bias) {
    List<Place<?>> sources = new ArrayList<>();
    if (bias >= 0 && request.has(bias)) {
      sources.add(places.in(bias));
    }
    if (request.epilogue() != null) {
      for (int i = request.opInputs(); i < request.inputs(); i++) {
        sources.add(places.in(i));
      }
    }
    return sources;
  }

  /** What tells shaders apart. */
  Kind kind(List<Place<?>> sources) {
    List<Boolean> flat = new ArrayList<>();
    for (Place<?> source : sources) {
      flat.add(source.layout().layers() == 1);
    }
    return new Kind(this, flat);
  }

  /**
   * A finish and where its operands lie.
   *
   * @param flat whether each lies in one layer
   */
  record Kind(Finish finish, List<Boolean> flat) {
    /** Declares the samplers. */
    void declare(Glsl glsl) {
      for (int i = 0; i < flat.size(); i++) {
        glsl.rows("E" + (i + 1), flat.get(i));
      }
    }

    /** Writes {@code y0 = …} and so on from {@code a0} …, in rows {@code row} and up. */
    void write(Glsl glsl) {
      DType[] types = new DType[1 + flat.size()];
      String[] inputs = new String[types.length];
      StringBuilder parameters = new StringBuilder("vec4 x0");
      types[0] = DType.FLOAT32;
      inputs[0] = "x0";
      for (int i = 1; i < types.length; i++) {
        types[i] = DType.FLOAT32;
        inputs[i] = "x" + i;
        switch (finish.extras().get(i - 1)) {
          case COLUMNS -> glsl.line("vec4 e" + i + " = E" + i + "_texel(column);");
          case ONE -> glsl.line("vec4 e" + i + " = vec4(E" + i + "_element(0));");
          case SAME -> {}
        }
        parameters.append(", vec4 x").append(i);
      }
      StringBuilder body = new StringBuilder();
      String result = new GlslExpr(glsl, body, "  ", types, inputs).write(finish.expr(), types[0]);
      glsl.helper("vec4 finish(" + parameters + ") {\n" + body + "  return " + result + ";\n}\n");
      for (int j = 0; j < glsl.targets(); j++) {
        StringBuilder call = new StringBuilder("y" + j + " = finish(a" + j);
        for (int i = 1; i < types.length; i++) {
          call.append(
              finish.extras().get(i - 1) == Extra.SAME
                  ? ", E"
                      + i
                      + "_texel((block * "
                      + glsl.targets()
                      + " + "
                      + j
                      + ") * YROW + column)"
                  : ", e" + i);
        }
        glsl.line(call + ");");
      }
    }
  }
}
