using System.Diagnostics.CodeAnalysis;

namespace Octant.Platform.Foundation.Outcomes;

/// <summary>
/// A value, or the problem that kept it from coming about. The one outcome type for expected failures:
/// <code>
/// if (!result.TryGet(out var value, out var problem)) { return problem; }
/// </code>
/// A check that makes nothing answers <c>Problem?</c> instead.
/// </summary>
public readonly struct Result<T> : IOutcome
{
    private readonly T? _value;

    private Result(T? value, Problem? problem)
    {
        _value = value;
        Problem = problem;
    }

    /// <summary>Null when it worked.</summary>
    public Problem? Problem { get; }

    public bool Succeeded => Problem is null;

    /// <summary>Only of a success.</summary>
    public T Value => Problem is null ? _value! : throw new InvalidOperationException($"There is no value: {Problem.Detail}");

    object? IOutcome.Value => Value;

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Problem? problem)
    {
        value = _value;
        problem = Problem;
        return problem is null;
    }

    public Result<TNext> Then<TNext>(Func<T, TNext> next) => Problem is { } problem ? problem : next(Value);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);
}

/// <summary>A <see cref="Result{T}"/> whose type is not known, for the edge that turns it into a response.</summary>
public interface IOutcome
{
    Problem? Problem { get; }

    object? Value { get; }
}
