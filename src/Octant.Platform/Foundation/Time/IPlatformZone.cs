namespace Octant.Platform.Foundation.Time;

/// <summary>The platform's own zone, by whose days things are counted. Given by the capability that keeps the settings.</summary>
public interface IPlatformZone
{
    /// <summary>Its IANA name.</summary>
    ValueTask<string> ReadNameAsync(CancellationToken cancellation);
}
