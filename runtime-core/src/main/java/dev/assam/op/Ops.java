package dev.assam.op;

import dev.assam.op.attention.Attention;
import dev.assam.op.attention.CausalConvWithState;
import dev.assam.op.attention.FlexAttention;
import dev.assam.op.attention.LinearAttention;
import dev.assam.op.attention.RotaryEmbedding;
import dev.assam.op.cast.BitCast;
import dev.assam.op.cast.Cast;
import dev.assam.op.cast.CastLike;
import dev.assam.op.control.If;
import dev.assam.op.control.Loop;
import dev.assam.op.control.Scan;
import dev.assam.op.control.SequenceMap;
import dev.assam.op.elementwise.Activations;
import dev.assam.op.elementwise.Binary;
import dev.assam.op.elementwise.Clip;
import dev.assam.op.elementwise.Equal;
import dev.assam.op.elementwise.Identity;
import dev.assam.op.elementwise.Mod;
import dev.assam.op.elementwise.PRelu;
import dev.assam.op.elementwise.Pow;
import dev.assam.op.elementwise.SwiGlu;
import dev.assam.op.elementwise.Unary;
import dev.assam.op.elementwise.Variadic;
import dev.assam.op.elementwise.Where;
import dev.assam.op.image.ImageDecoder;
import dev.assam.op.linear.Det;
import dev.assam.op.linear.Einsum;
import dev.assam.op.linear.Gemm;
import dev.assam.op.linear.MatMul;
import dev.assam.op.loss.NegativeLogLikelihoodLoss;
import dev.assam.op.loss.SoftmaxCrossEntropyLoss;
import dev.assam.op.ml.ArrayFeatureExtractor;
import dev.assam.op.ml.Binarizer;
import dev.assam.op.ml.FeatureVectorizer;
import dev.assam.op.ml.Imputer;
import dev.assam.op.ml.LabelEncoder;
import dev.assam.op.ml.LinearClassifier;
import dev.assam.op.ml.LinearRegressor;
import dev.assam.op.ml.Normalizer;
import dev.assam.op.ml.Scaler;
import dev.assam.op.ml.TreeEnsemble;
import dev.assam.op.ml.TreeEnsembleClassifier;
import dev.assam.op.ml.TreeEnsembleRegressor;
import dev.assam.op.move.Compress;
import dev.assam.op.move.Concat;
import dev.assam.op.move.DepthToSpace;
import dev.assam.op.move.Expand;
import dev.assam.op.move.Gather;
import dev.assam.op.move.GatherElements;
import dev.assam.op.move.GatherND;
import dev.assam.op.move.NonZero;
import dev.assam.op.move.OneHot;
import dev.assam.op.move.Pad;
import dev.assam.op.move.ReverseSequence;
import dev.assam.op.move.ScatterElements;
import dev.assam.op.move.ScatterND;
import dev.assam.op.move.Slice;
import dev.assam.op.move.SpaceToDepth;
import dev.assam.op.move.Split;
import dev.assam.op.move.TensorScatter;
import dev.assam.op.move.Tile;
import dev.assam.op.move.TopK;
import dev.assam.op.move.Transpose;
import dev.assam.op.move.Trilu;
import dev.assam.op.move.Unique;
import dev.assam.op.nn.AveragePool;
import dev.assam.op.nn.BatchNormalization;
import dev.assam.op.nn.Col2Im;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.ConvTranspose;
import dev.assam.op.nn.DeformConv;
import dev.assam.op.nn.GlobalPool;
import dev.assam.op.nn.GroupNormalization;
import dev.assam.op.nn.Hardmax;
import dev.assam.op.nn.InstanceNormalization;
import dev.assam.op.nn.LRN;
import dev.assam.op.nn.LayerNormalization;
import dev.assam.op.nn.LogSoftmax;
import dev.assam.op.nn.LpNormalization;
import dev.assam.op.nn.LpPool;
import dev.assam.op.nn.MaxPool;
import dev.assam.op.nn.MaxUnpool;
import dev.assam.op.nn.MeanVarianceNormalization;
import dev.assam.op.nn.RMSNormalization;
import dev.assam.op.nn.Softmax;
import dev.assam.op.quantize.ConvInteger;
import dev.assam.op.quantize.DequantizeLinear;
import dev.assam.op.quantize.DynamicQuantizeLinear;
import dev.assam.op.quantize.MatMulInteger;
import dev.assam.op.quantize.MatMulNBits;
import dev.assam.op.quantize.QLinearConv;
import dev.assam.op.quantize.QLinearMatMul;
import dev.assam.op.quantize.QuantizeLinear;
import dev.assam.op.random.Bernoulli;
import dev.assam.op.random.Dropout;
import dev.assam.op.random.Multinomial;
import dev.assam.op.random.RandomNormal;
import dev.assam.op.random.RandomUniform;
import dev.assam.op.recurrent.GRU;
import dev.assam.op.recurrent.LSTM;
import dev.assam.op.recurrent.RNN;
import dev.assam.op.reduce.ArgExtreme;
import dev.assam.op.reduce.Cumulative;
import dev.assam.op.reduce.Reduce;
import dev.assam.op.sequence.ConcatFromSequence;
import dev.assam.op.sequence.OptionalGetElement;
import dev.assam.op.sequence.OptionalHasElement;
import dev.assam.op.sequence.OptionalOp;
import dev.assam.op.sequence.SequenceAt;
import dev.assam.op.sequence.SequenceConstruct;
import dev.assam.op.sequence.SequenceEmpty;
import dev.assam.op.sequence.SequenceErase;
import dev.assam.op.sequence.SequenceInsert;
import dev.assam.op.sequence.SequenceLength;
import dev.assam.op.sequence.SplitToSequence;
import dev.assam.op.shape.Constant;
import dev.assam.op.shape.ConstantOfShape;
import dev.assam.op.shape.EyeLike;
import dev.assam.op.shape.Flatten;
import dev.assam.op.shape.Range;
import dev.assam.op.shape.Reshape;
import dev.assam.op.shape.ShapeOp;
import dev.assam.op.shape.Size;
import dev.assam.op.shape.Squeeze;
import dev.assam.op.shape.Unsqueeze;
import dev.assam.op.signal.CosineWindow;
import dev.assam.op.signal.DFT;
import dev.assam.op.signal.MelWeightMatrix;
import dev.assam.op.signal.STFT;
import dev.assam.op.text.RegexFullMatch;
import dev.assam.op.text.StringConcat;
import dev.assam.op.text.StringNormalizer;
import dev.assam.op.text.StringSplit;
import dev.assam.op.text.TfIdfVectorizer;
import dev.assam.op.training.Adagrad;
import dev.assam.op.training.Adam;
import dev.assam.op.training.Momentum;
import dev.assam.op.vision.AffineGrid;
import dev.assam.op.vision.CenterCropPad;
import dev.assam.op.vision.GridSample;
import dev.assam.op.vision.MaxRoiPool;
import dev.assam.op.vision.NonMaxSuppression;
import dev.assam.op.vision.Resize;
import dev.assam.op.vision.RoiAlign;
import dev.assam.op.vision.Upsample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every operator Assam has. */
public final class Ops {
  /** One line each, in alphabetical order. */
  public static final List<OpType<?>> ALL =
      List.of(
          Activations.CELU,
          Activations.ELU,
          Activations.GELU,
          Activations.HARD_SIGMOID,
          Activations.HARD_SWISH,
          Activations.LEAKY_RELU,
          Activations.MISH,
          Activations.RELU,
          Activations.SELU,
          Activations.SHRINK,
          Activations.SIGMOID,
          Activations.SOFTPLUS,
          Activations.SOFTSIGN,
          Activations.SWISH,
          Activations.THRESHOLDED_RELU,
          Adagrad.TYPE,
          Adam.TYPE,
          AffineGrid.TYPE,
          ArgExtreme.ARG_MAX,
          ArgExtreme.ARG_MIN,
          ArrayFeatureExtractor.TYPE,
          Attention.TYPE,
          AveragePool.TYPE,
          BatchNormalization.TYPE,
          Bernoulli.TYPE,
          Binarizer.TYPE,
          Binary.ADD,
          Binary.AND,
          Binary.BITWISE_AND,
          Binary.BITWISE_OR,
          Binary.BITWISE_XOR,
          Binary.BIT_SHIFT,
          Binary.DIV,
          Binary.GREATER,
          Binary.GREATER_OR_EQUAL,
          Binary.LESS,
          Binary.LESS_OR_EQUAL,
          Binary.MUL,
          Binary.OR,
          Binary.SUB,
          Binary.XOR,
          BitCast.TYPE,
          Cast.TYPE,
          CastLike.TYPE,
          CausalConvWithState.TYPE,
          CenterCropPad.TYPE,
          Clip.TYPE,
          Col2Im.TYPE,
          Compress.TYPE,
          Concat.TYPE,
          ConcatFromSequence.TYPE,
          Constant.TYPE,
          ConstantOfShape.TYPE,
          Conv.TYPE,
          ConvInteger.TYPE,
          ConvTranspose.TYPE,
          CosineWindow.BLACKMAN,
          CosineWindow.HAMMING,
          CosineWindow.HANN,
          Cumulative.CUM_PROD,
          Cumulative.CUM_SUM,
          DeformConv.TYPE,
          DepthToSpace.TYPE,
          DequantizeLinear.TYPE,
          Det.TYPE,
          DFT.TYPE,
          Dropout.TYPE,
          DynamicQuantizeLinear.TYPE,
          Einsum.TYPE,
          Equal.TYPE,
          Expand.TYPE,
          EyeLike.TYPE,
          FeatureVectorizer.TYPE,
          Flatten.TYPE,
          FlexAttention.TYPE,
          Gather.TYPE,
          GatherElements.TYPE,
          GatherND.TYPE,
          Gemm.TYPE,
          GlobalPool.AVERAGE,
          GlobalPool.LP,
          GlobalPool.MAX,
          GridSample.TYPE,
          GroupNormalization.TYPE,
          GRU.TYPE,
          Hardmax.TYPE,
          Identity.TYPE,
          If.TYPE,
          ImageDecoder.TYPE,
          Imputer.TYPE,
          InstanceNormalization.TYPE,
          LabelEncoder.TYPE,
          LayerNormalization.TYPE,
          LinearAttention.TYPE,
          LinearClassifier.TYPE,
          LinearRegressor.TYPE,
          LogSoftmax.TYPE,
          Loop.TYPE,
          LpNormalization.TYPE,
          LpPool.TYPE,
          LRN.TYPE,
          LSTM.TYPE,
          MatMul.TYPE,
          MatMulInteger.TYPE,
          MatMulNBits.TYPE,
          MaxPool.TYPE,
          MaxRoiPool.TYPE,
          MaxUnpool.TYPE,
          MeanVarianceNormalization.TYPE,
          MelWeightMatrix.TYPE,
          Mod.TYPE,
          Momentum.TYPE,
          Multinomial.TYPE,
          NegativeLogLikelihoodLoss.TYPE,
          NonMaxSuppression.TYPE,
          NonZero.TYPE,
          Normalizer.TYPE,
          OneHot.TYPE,
          OptionalGetElement.TYPE,
          OptionalHasElement.TYPE,
          OptionalOp.TYPE,
          Pad.TYPE,
          Pow.TYPE,
          PRelu.TYPE,
          QLinearConv.TYPE,
          QLinearMatMul.TYPE,
          QuantizeLinear.TYPE,
          RandomNormal.LIKE,
          RandomNormal.TYPE,
          RandomUniform.LIKE,
          RandomUniform.TYPE,
          Range.TYPE,
          Reduce.L1,
          Reduce.L2,
          Reduce.LOG_SUM,
          Reduce.LOG_SUM_EXP,
          Reduce.MAX,
          Reduce.MEAN,
          Reduce.MIN,
          Reduce.PROD,
          Reduce.SUM,
          Reduce.SUM_SQUARE,
          RegexFullMatch.TYPE,
          Reshape.TYPE,
          Resize.TYPE,
          ReverseSequence.TYPE,
          RMSNormalization.TYPE,
          RNN.TYPE,
          RoiAlign.TYPE,
          RotaryEmbedding.TYPE,
          Scaler.TYPE,
          Scan.TYPE,
          ScatterElements.OLD_TYPE,
          ScatterElements.TYPE,
          ScatterND.TYPE,
          SequenceAt.TYPE,
          SequenceConstruct.TYPE,
          SequenceEmpty.TYPE,
          SequenceErase.TYPE,
          SequenceInsert.TYPE,
          SequenceLength.TYPE,
          SequenceMap.TYPE,
          ShapeOp.TYPE,
          Size.TYPE,
          Slice.TYPE,
          Softmax.TYPE,
          SoftmaxCrossEntropyLoss.TYPE,
          SpaceToDepth.TYPE,
          Split.TYPE,
          SplitToSequence.TYPE,
          Squeeze.TYPE,
          STFT.TYPE,
          StringConcat.TYPE,
          StringNormalizer.TYPE,
          StringSplit.TYPE,
          SwiGlu.TYPE,
          TensorScatter.TYPE,
          TfIdfVectorizer.TYPE,
          Tile.TYPE,
          TopK.TYPE,
          Transpose.TYPE,
          TreeEnsemble.TYPE,
          TreeEnsembleClassifier.TYPE,
          TreeEnsembleRegressor.TYPE,
          Trilu.TYPE,
          Unary.ABS,
          Unary.ACOS,
          Unary.ACOSH,
          Unary.ASIN,
          Unary.ASINH,
          Unary.ATAN,
          Unary.ATANH,
          Unary.BITWISE_NOT,
          Unary.CEIL,
          Unary.COS,
          Unary.COSH,
          Unary.ERF,
          Unary.EXP,
          Unary.FLOOR,
          Unary.IS_INF,
          Unary.IS_NAN,
          Unary.LOG,
          Unary.NEG,
          Unary.NOT,
          Unary.RECIPROCAL,
          Unary.ROUND,
          Unary.SIGN,
          Unary.SIN,
          Unary.SINH,
          Unary.SQRT,
          Unary.TAN,
          Unary.TANH,
          Unique.TYPE,
          Unsqueeze.TYPE,
          Upsample.TYPE,
          Variadic.MAX,
          Variadic.MEAN,
          Variadic.MIN,
          Variadic.SUM,
          Where.TYPE //
          );

  /** The newest opset of ai.onnx whose meanings are known. */
  public static final int MAX_OPSET = 28;

  private static final Map<String, OpType<?>> BY_NAME = new HashMap<>();

  static {
    for (OpType<?> type : ALL) {
      BY_NAME.put(type.toString(), type);
    }
  }

  private Ops() {}

  /** The operator of this name in this domain ("" or "ai.onnx" for the default one), or null. */
  public static OpType<?> find(String domain, String name) {
    return BY_NAME.get(domain.isEmpty() || domain.equals("ai.onnx") ? name : domain + "." + name);
  }
}
