namespace Octant.Engine.Statistics.Models;

/// <summary>A fitted logistic model.</summary>
/// <param name="Weights">One per feature of the design.</param>
/// <param name="LargestGradient">Of the penalised log-likelihood, summed over the rows: how far the fit is from its optimum.</param>
public sealed record LogisticModel(double Intercept, IReadOnlyList<double> Weights, int Iterations, double LargestGradient)
{
    public double Predict(ReadOnlySpan<double> features)
    {
        var score = Intercept;
        for (var i = 0; i < features.Length; i++)
        {
            score += Weights[i] * features[i];
        }

        return ElementaryFunctions.Logistic(score);
    }
}

/// <summary>
/// Logistic regression by Newton's method (iteratively reweighted least squares: McCullagh and Nelder, Generalized Linear Models,
/// 2nd ed., 2.5) with a ridge penalty on the weights (le Cessie and van Houwelingen, Applied Statistics 41, 1992), which makes the
/// optimum unique though levels of a category add up to one and classes may be separable. Deterministic: no draw, one order.
/// </summary>
public static class LogisticRegression
{
    /// <summary>No component of the gradient is larger when it is done.</summary>
    public const double Tolerance = 1e-6;

    private const int MostIterations = 100;
    private const int MostHalvings = 40;

    /// <summary>Fills the features of a row.</summary>
    public delegate void FeatureSource(int row, Span<double> features);

    /// <param name="rows">The rows 0 to rows − 1 are fitted.</param>
    /// <param name="outcome">Row → whether it happened.</param>
    /// <param name="penalty">Half of it times the sum of squared weights is added to the negative log-likelihood; 0 for none.</param>
    /// <returns>Null when it does not converge. Without a penalty separable classes end in weights that only the tolerance bounds.</returns>
    public static LogisticModel? Fit(FeatureSource source, int width, int rows, Func<int, bool> outcome, double penalty)
    {
        var weights = new double[width + 1];
        var (gradient, curvature) = (new double[width + 1], new double[width + 1, width + 1]);
        var features = new double[width + 1];
        features[0] = 1;
        var loss = Loss(weights, features, source, rows, outcome, penalty);
        for (var iteration = 1; iteration <= MostIterations; iteration++)
        {
            Derive(weights, features, source, rows, outcome, penalty, gradient, curvature);
            var largest = gradient.Max(Math.Abs);
            if (largest < Tolerance)
            {
                return new LogisticModel(weights[0], weights[1..], iteration - 1, largest);
            }

            if (!Solve(curvature, gradient))
            {
                return null;
            }

            // A full step nearly always; half of it where the curve bends away.
            var (next, size) = (new double[weights.Length], 1.0);
            var better = double.PositiveInfinity;
            for (var halving = 0; halving < MostHalvings; halving++, size /= 2)
            {
                for (var i = 0; i < next.Length; i++)
                {
                    next[i] = weights[i] - (size * gradient[i]);
                }

                better = Loss(next, features, source, rows, outcome, penalty);
                if (better <= loss + (1e-12 * Math.Abs(loss)))
                {
                    break;
                }
            }

            (weights, loss) = (next, better);
        }

        return null;
    }

    private static double Loss(double[] weights, double[] features, FeatureSource source, int rows, Func<int, bool> outcome, double penalty)
    {
        var loss = 0.0;
        for (var row = 0; row < rows; row++)
        {
            source(row, features.AsSpan(1));
            var score = Dot(weights, features);
            var against = outcome(row) ? -score : score;
            loss += (against > 0 ? against : 0) + ElementaryFunctions.LogOnePlus(ElementaryFunctions.Exp(-Math.Abs(against)));
        }

        for (var i = 1; i < weights.Length; i++)
        {
            loss += penalty / 2 * weights[i] * weights[i];
        }

        return loss;
    }

    private static void Derive(
        double[] weights, double[] features, FeatureSource source, int rows, Func<int, bool> outcome, double penalty, double[] gradient, double[,] curvature)
    {
        Array.Clear(gradient);
        Array.Clear(curvature);
        for (var row = 0; row < rows; row++)
        {
            source(row, features.AsSpan(1));
            var probability = ElementaryFunctions.Logistic(Dot(weights, features));
            var error = probability - (outcome(row) ? 1 : 0);
            var bend = probability * (1 - probability);
            for (var i = 0; i < features.Length; i++)
            {
                gradient[i] += error * features[i];
                var scaled = bend * features[i];
                for (var j = 0; j <= i; j++)
                {
                    curvature[i, j] += scaled * features[j];
                }
            }
        }

        for (var i = 1; i < weights.Length; i++)
        {
            gradient[i] += penalty * weights[i];
            curvature[i, i] += penalty;
        }
    }

    private static double Dot(double[] weights, double[] features)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * features[i];
        }

        return sum;
    }

    /// <summary>Cholesky's method, in place; false when the matrix is not positive definite.</summary>
    private static bool Solve(double[,] matrix, double[] vector)
    {
        var n = vector.Length;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= matrix[i, k] * matrix[j, k];
                }

                if (i == j && !(sum > 0))
                {
                    return false;
                }

                matrix[i, j] = i == j ? Math.Sqrt(sum) : sum / matrix[j, j];
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++)
            {
                vector[i] -= matrix[i, k] * vector[k];
            }

            vector[i] /= matrix[i, i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
            {
                vector[i] -= matrix[k, i] * vector[k];
            }

            vector[i] /= matrix[i, i];
        }

        return true;
    }
}
