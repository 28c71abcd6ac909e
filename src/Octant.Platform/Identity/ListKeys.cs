using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Identity;

/// <summary>The keys a caller may see, without anything secret.</summary>
public static class ListKeys
{
    public static async Task<Result<Page<KeyDescription>>> HandleAsync(
        PageRequest page, Caller caller, KeyStorage storage, CancellationToken cancellation)
    {
        var visible = (await storage.Keys.ReadAllAsync(cancellation)).Where(key => WithdrawKey.IsWithin(key, caller)).ToList();
        return new Page<KeyDescription>([.. visible.Skip(page.Offset).Take(page.Limit).Select(KeyDescription.Of)], visible.Count);
    }
}
