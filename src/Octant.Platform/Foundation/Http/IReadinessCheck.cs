namespace Octant.Platform.Foundation.Http;

/// <summary>Something without which requests cannot be answered; all are asked by <c>/health/ready</c>.</summary>
public interface IReadinessCheck
{
    string Name { get; }

    /// <summary>Null when ready, otherwise what is missing, in words without personal data.</summary>
    ValueTask<string?> FindFaultAsync(CancellationToken cancellation);
}
