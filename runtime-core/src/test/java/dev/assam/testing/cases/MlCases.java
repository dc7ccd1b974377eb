package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;
import static dev.assam.testing.Arg.longs;
import static dev.assam.testing.Arg.strings;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Operators of ai.onnx.ml. */
final class MlCases {
  private static final String ML = "ai.onnx.ml";
  private static final String[] TRANSFORMS = {
    "NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT"
  };

  private MlCases() {}

  static void addTo(CaseTable table) {
    features(table);
    labels(table);
    linear(table);
    regressionTrees(table);
    classificationTrees(table);
    ensembles(table);
  }

  private static void features(CaseTable table) {
    table.op("ArrayFeatureExtractor", 1).domain(ML).in(f32(3, 4), longs(2, 0, 3));
    table.op("ArrayFeatureExtractor", 1).domain(ML).in(f32(2, 3, 4), longs(1));
    table.op("ArrayFeatureExtractor", 1).domain(ML).in(Arg.of(DType.INT64, 2, 4), longs(3, 3));
    table.op("ArrayFeatureExtractor", 1).domain(ML).in(Arg.of(DType.STRING, 2, 4), longs(1, 2));
    table.op("Binarizer", 1).domain(ML).in(f32(3, 4));
    table.op("Binarizer", 1).domain(ML).attr("threshold", 0.75).in(f32(3, 4));
    table
        .op("FeatureVectorizer", 1)
        .domain(ML)
        .ints("inputdimensions", 2, 3)
        .in(f32(3, 2), f32(3, 3));
    table
        .op("FeatureVectorizer", 1)
        .domain(ML)
        .ints("inputdimensions", 2, 1)
        .in(Arg.of(DType.INT64, 3, 2), Arg.of(DType.INT64, 3, 1));
    Arg holes = given(Tensor.of(Shape.of(2, 3), 1, Float.NaN, 3, Float.NaN, 5, 6));
    table
        .op("Imputer", 1)
        .domain(ML)
        .floats("imputed_value_floats", 9)
        .attr("replaced_value_float", Double.NaN)
        .in(holes);
    table
        .op("Imputer", 1)
        .domain(ML)
        .floats("imputed_value_floats", 7, 8, 9)
        .attr("replaced_value_float", Double.NaN)
        .in(holes);
    table
        .op("Imputer", 1)
        .domain(ML)
        .ints("imputed_value_int64s", 7)
        .attr("replaced_value_int64", 2)
        .in(Arg.of(DType.INT64, 3, 4).in(0, 3));
    for (String norm : new String[] {"MAX", "L1", "L2"}) {
      table.op("Normalizer", 1).domain(ML).attr("norm", norm).in(f32(3, 4).in(0.1, 2));
      table
          .op("Normalizer", 1)
          .domain(ML)
          .attr("norm", norm)
          .in(Arg.of(DType.INT64, 3, 4).in(1, 9));
    }
    for (String norm : new String[] {"L1", "L2"}) {
      table.op("Normalizer", 1).domain(ML).attr("norm", norm).in(f32(3, 4));
    }
    table.op("Scaler", 1).domain(ML).floats("offset", 0.5).floats("scale", 2).in(f32(3, 4));
    table
        .op("Scaler", 1)
        .domain(ML)
        .floats("offset", 1, 2, 3)
        .floats("scale", 4, 5, 6)
        .in(f32(2, 3));
    table
        .op("Scaler", 1)
        .domain(ML)
        .floats("offset", 1, 2)
        .floats("scale", 4, 5)
        .in(Arg.of(DType.INT32, 3, 2));
  }

  private static void labels(CaseTable table) {
    Arg words = strings("b", "zz", "a", "c");
    table
        .op("LabelEncoder", 1)
        .domain(ML)
        .strings("classes_strings", "a", "b", "c")
        .attr("default_int64", 42)
        .in(words);
    table
        .op("LabelEncoder", 1)
        .domain(ML)
        .strings("classes_strings", "a", "b", "c")
        .attr("default_string", "none")
        .in(longs(2, 0, 9));
    table
        .op("LabelEncoder", 2, 4)
        .domain(ML)
        .strings("keys_strings", "a", "b", "c")
        .ints("values_int64s", 10, 20, 30)
        .attr("default_int64", 42)
        .in(words);
    table
        .op("LabelEncoder", 2, 4)
        .domain(ML)
        .strings("keys_strings", "a", "b", "c")
        .floats("values_floats", 1, 2, 3)
        .attr("default_float", 0.5)
        .in(words);
    table
        .op("LabelEncoder", 2, 4)
        .domain(ML)
        .ints("keys_int64s", 1, 2, 3)
        .strings("values_strings", "a", "b", "c")
        .in(longs(3, 1, 7));
    table
        .op("LabelEncoder", 2, 4)
        .domain(ML)
        .ints("keys_int64s", 1, 2, 3)
        .floats("values_floats", 1, 2, 3)
        .in(longs(3, 1, 7));
    table
        .op("LabelEncoder", 4)
        .domain(ML)
        .floats("keys_floats", 1, 2, Double.NaN)
        .ints("values_int64s", 10, 20, 30)
        .attr("default_int64", -5)
        .in(Arg.floats(2, Double.NaN, 1, 3));
    table
        .op("LabelEncoder", 2, 4)
        .domain(ML)
        .strings("keys_strings", "a", "b")
        .strings("values_strings", "x", "y")
        .attr("default_string", "?")
        .in(given(Tensor.ofStrings(Shape.of(2, 2), "a", "b", "c", "a")));
    table
        .op("LabelEncoder", 4)
        .domain(ML)
        .attr("keys_tensor", Tensor.ofLongs(DType.INT64, Shape.of(2), 5, 6))
        .attr("values_tensor", Tensor.ofDoubles(DType.FLOAT64, Shape.of(2), 0.25, 0.75))
        .attr("default_tensor", Tensor.ofDoubles(DType.FLOAT64, Shape.of(1), -1))
        .in(longs(6, 5, 4));
  }

  private static void linear(CaseTable table) {
    double[] six = {0.5, -1, 2, 1.5, 0.25, -0.75};
    for (String transform : TRANSFORMS) {
      if (!transform.equals("PROBIT")) {
        table
            .op("LinearRegressor", 1)
            .domain(ML)
            .attr("targets", 2)
            .floats("coefficients", six)
            .floats("intercepts", 0.1, -0.2)
            .attr("post_transform", transform)
            .in(f32(4, 3));
        table
            .op("LinearClassifier", 1)
            .domain(ML)
            .floats("coefficients", six)
            .floats("intercepts", 0.1, -0.2)
            .ints("classlabels_ints", 7, 9)
            .out(2)
            .attr("post_transform", transform)
            .in(f32(4, 3));
        table
            .op("LinearClassifier", 1)
            .domain(ML)
            .floats("coefficients", six)
            .floats("intercepts", 0.1, -0.2, 0.3)
            .strings("classlabels_strings", "p", "q", "r")
            .out(2)
            .attr("post_transform", transform)
            .in(f32(4, 2));
      }
    }
    table.op("LinearRegressor", 1).domain(ML).floats("coefficients", 1, 2, 3).in(f32(4, 3));
    // Of one score for two classes ONNX Runtime writes 1 − s and s whatever the transform.
  }

  /** Two trees over three columns: one with two inner nodes, one with one. */
  private static CaseTable.Draft trees(CaseTable.Draft draft, String mode) {
    return draft
        .domain(ML)
        .ints("nodes_treeids", 0, 0, 0, 0, 0, 1, 1, 1)
        .ints("nodes_nodeids", 0, 1, 2, 3, 4, 0, 1, 2)
        .ints("nodes_featureids", 0, 1, 0, 0, 0, 2, 0, 0)
        .strings("nodes_modes", mode, mode, "LEAF", "LEAF", "LEAF", mode, "LEAF", "LEAF")
        .floats("nodes_values", 1, 3, 0, 0, 0, 2, 0, 0)
        .ints("nodes_truenodeids", 1, 2, 0, 0, 0, 1, 0, 0)
        .ints("nodes_falsenodeids", 4, 3, 0, 0, 0, 2, 0, 0)
        .named("two trees " + mode);
  }

  private static void regressionTrees(CaseTable table) {
    String[] modes = {
      "BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"
    };
    for (String mode : modes) {
      trees(table.op("TreeEnsembleRegressor", 1), mode)
          .ints("target_treeids", 0, 0, 0, 1, 1)
          .ints("target_nodeids", 2, 3, 4, 1, 2)
          .ints("target_ids", 0, 0, 0, 0, 0)
          .floats("target_weights", 1, 2, 3, 40, 50)
          .attr("n_targets", 1)
          .in(f32(9, 3).in(0, 4));
    }
    for (String aggregate : new String[] {"SUM", "AVERAGE", "MIN", "MAX"}) {
      trees(table.op("TreeEnsembleRegressor", 1, 3), "BRANCH_LEQ")
          // Base values are lost in ONNX Runtime where no leaf has a weight for the target.
          .ints("target_treeids", 0, 0, 0, 1, 1, 1, 1)
          .ints("target_nodeids", 2, 3, 4, 1, 2, 1, 2)
          .ints("target_ids", 0, 1, 0, 0, 0, 1, 1)
          .floats("target_weights", 1, 2, 3, 40, 50, 60, 70)
          .attr("n_targets", 2)
          .floats("base_values", 0.5, -0.5)
          .attr("aggregate_function", aggregate)
          .in(f32(9, 3).in(0, 4));
    }
    trees(table.op("TreeEnsembleRegressor", 1), "BRANCH_LEQ")
        .ints("target_treeids", 0, 0, 0, 1, 1)
        .ints("target_nodeids", 2, 3, 4, 1, 2)
        .ints("target_ids", 0, 0, 0, 0, 0)
        .floats("target_weights", 1, 2, 3, 4, 5)
        .ints("nodes_missing_value_tracks_true", 1, 0, 0, 0, 0, 1, 0, 0)
        .attr("n_targets", 1)
        .in(given(Tensor.of(Shape.of(3, 3), Float.NaN, 2, 3, 0, Float.NaN, Float.NaN, 9, 9, 9)));
  }

  private static void classificationTrees(CaseTable table) {
    for (String transform : TRANSFORMS) {
      if (!transform.equals("PROBIT")) {
        trees(table.op("TreeEnsembleClassifier", 1, 3), "BRANCH_LEQ")
            .ints("class_treeids", 0, 0, 0, 1, 1)
            .ints("class_nodeids", 2, 3, 4, 1, 2)
            .ints("class_ids", 0, 1, 2, 1, 0)
            .floats("class_weights", 0.1, 0.2, 0.3, 0.4, 0.5)
            .strings("classlabels_strings", "p", "q", "r")
            .attr("post_transform", transform)
            .out(2)
            .in(f32(9, 3).in(0, 4));
      }
    }
    for (double sign : new double[] {1, -1}) {
      trees(table.op("TreeEnsembleClassifier", 1), "BRANCH_LEQ")
          .about("one score of two")
          .ints("class_treeids", 0, 0, 0, 1, 1)
          .ints("class_nodeids", 2, 3, 4, 1, 2)
          .ints("class_ids", 0, 0, 0, 0, 0)
          .floats("class_weights", 0.1, 0.3 * sign, 0.2, 0.05, 0.35)
          .ints("classlabels_int64s", 5, 6)
          .out(2)
          .in(f32(9, 3).in(0, 4));
    }
  }

  private static void ensembles(CaseTable table) {
    for (int aggregate = 0; aggregate < 4; aggregate++) {
      for (int mode = 0; mode < 6; mode++) {
        table
            .op("TreeEnsemble", 5)
            .domain(ML)
            .attr("n_targets", 2)
            .attr("aggregate_function", aggregate)
            .attr("post_transform", 0)
            .ints("tree_roots", 0, 2)
            .ints("nodes_featureids", 0, 1, 2)
            .attr("nodes_modes", Tensor.ofLongs(DType.UINT8, Shape.of(3), mode, mode, mode))
            .attr("nodes_splits", Tensor.of(Shape.of(3), 1, 3, 2))
            .ints("nodes_truenodeids", 1, 0, 3)
            .ints("nodes_trueleafs", 0, 1, 1)
            .ints("nodes_falsenodeids", 2, 1, 4)
            .ints("nodes_falseleafs", 1, 1, 1)
            .ints("leaf_targetids", 0, 1, 0, 1, 0)
            .attr("leaf_weights", Tensor.of(Shape.of(5), 1, 2, 3, 40, 50))
            .in(f32(9, 3).in(0, 4));
      }
    }
  }
}
