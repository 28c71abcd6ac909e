using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.TargetLists;

/// <summary>Finds who is meant by the lines of a list, keeps them, and lets conditions ask for them.</summary>
public sealed class ListUploads(
    TargetListStorage storage,
    ListMembership membership,
    ICustomerDirectory directory,
    INamedCustomers named,
    ICustomerScope scope,
    ICustomerDictionary dictionary,
    IClock clock)
{
    private const int RejectsShown = 100;

    internal async ValueTask<Result<UploadedList>> KeepAsync(
        Caller caller, string id, string name, IReadOnlyList<ListedLine> lines, ListedBy by, CancellationToken cancellation)
    {
        var attribute = ListMembership.AttributeOf(id);
        var condition = $"customer.{attribute}";
        var before = await storage.FindAsync(caller, id, cancellation);
        if (before is not null && before.List.Expression != condition)
        {
            return Problem.Conflict($"The target list '{id}' was made by a condition; upload under another id.");
        }

        if (!(await dictionary.DeclareAsync(caller, [new AttributeDeclaration(attribute, AttributeKind.Flag)], cancellation)).TryGet(out var attributes, out var problem)
            || !attributes.TryGet(attribute, out var flag))
        {
            return problem ?? Problem.Conflict($"The attribute '{attribute}' is not there.");
        }

        var (keys, repeated, rejects) = await MatchAsync(caller, lines, by, cancellation);
        var earlier = before is null ? [] : await storage.ReadKeysAsync(before, 0, int.MaxValue, cancellation);
        var list = new TargetList(id, name, condition, 0, keys.Count, clock.Now, before is null ? caller.Organisation : before.List.Organisation);
        if (!(await storage.PutAsync(caller, list, [.. keys], cancellation)).TryGet(out var kept, out problem))
        {
            return problem;
        }

        await membership.ApplyAsync(flag, keys, earlier.Where(key => !keys.Contains(key)), cancellation);
        return new UploadedList(kept, condition, lines.Count, keys.Count, repeated, rejects.Count, [.. rejects.Take(RejectsShown)]);
    }

    /// <summary>Before a list is deleted: nobody is on it any more. Does nothing to a list that a condition made.</summary>
    internal async ValueTask LeaveAsync(Caller caller, string id, CancellationToken cancellation)
    {
        var attribute = ListMembership.AttributeOf(id);
        if (await storage.FindAsync(caller, id, cancellation) is { } stored
            && stored.List.Expression == $"customer.{attribute}"
            && (await dictionary.ReadAttributesAsync(cancellation)).TryGet(attribute, out var flag))
        {
            await membership.ApplyAsync(flag, [], await storage.ReadKeysAsync(stored, 0, int.MaxValue, cancellation), cancellation);
        }
    }

    private async ValueTask<(HashSet<long> Keys, int Repeated, List<ListReject> Rejects)> MatchAsync(
        Caller caller, IReadOnlyList<ListedLine> lines, ListedBy by, CancellationToken cancellation)
    {
        var numbers = by == ListedBy.PhoneNumber
            ? await named.FindByNumberAsync(lines.Select(line => INamedCustomers.Plain(line.Value)).ToHashSet(StringComparer.Ordinal), cancellation)
            : null;
        var (keys, rejects, repeated) = (new HashSet<long>(), new List<ListReject>(), 0);
        foreach (var line in lines)
        {
            IReadOnlyList<long> found = numbers is not null ? numbers.GetValueOrDefault(INamedCustomers.Plain(line.Value)) ?? []
                : directory.TryFindKey(line.Value, out var known) ? [known] : [];
            var mine = new List<long>(found.Count);
            foreach (var key in found)
            {
                // Somebody of another part of the organisation is nobody here.
                if (await scope.CoversAsync(caller, key, cancellation))
                {
                    mine.Add(key);
                }
            }

            if (mine is [var only])
            {
                repeated += keys.Add(only) ? 0 : 1;
            }
            else
            {
                rejects.Add(new ListReject(line.Number, mine.Count == 0 ? "unknown" : "ambiguous"));
            }
        }

        return (keys, repeated, rejects);
    }
}
