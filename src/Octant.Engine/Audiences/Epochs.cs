namespace Octant.Engine.Audiences;

/// <summary>
/// How a snapshot stays as it was while the columns change: every part bears the epoch in which it was made, and a part
/// that a snapshot in use may see is copied before it is changed. Where no snapshot is in use, parts are changed in place.
/// </summary>
/// <param name="Current">Parts made from now on bear it.</param>
/// <param name="Shared">Parts of this epoch and of earlier ones are seen by a snapshot in use; −1 when there is none.</param>
internal readonly record struct Epochs(long Current, long Shared)
{
    public bool MustCopy(long epoch) => epoch <= Shared;
}
