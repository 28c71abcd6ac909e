using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Organisation;

/// <param name="From">The path of an existing unit.</param>
/// <param name="To">Its new path. What is there already stays, and takes in what moves.</param>
public sealed record MoveRequest(string From, string To);

/// <param name="Units">How many units moved, those below among them.</param>
/// <param name="Members">How many operators, keys, outlets, campaigns and other things moved with them.</param>
public sealed record MoveAnswer(int Units, int Members);

/// <summary>
/// Moves a unit with everything below it and everything that belongs to it, at once. What was counted stays counted where it happened.
/// Customers do not move: as long as any has its home there it is refused.
/// </summary>
public static class MoveUnit
{
    public static async Task<Result<MoveAnswer>> HandleAsync(
        Body<MoveRequest> body,
        Caller caller,
        OrganisationDirectory directory,
        IDocumentStore documents,
        IEnumerable<IUnitMember> members,
        BackOffice backOffice,
        CancellationToken cancellation)
    {
        var (from, to) = (body.Value.From, body.Value.To);
        var tree = directory.Tree;
        if (Check(from, to, caller, tree) is { } problem)
        {
            return problem;
        }

        var changes = new DocumentChanges { Messages = [Outbox.Message(new OrganisationChanged())] };
        var moving = tree.Within(from).ToList();
        var puts = new List<DocumentPut>();
        foreach (var unit in moving)
        {
            var path = UnitPath.Rebase(unit.Path, from, to);
            if (tree.Find(path) is null)
            {
                puts.Add(new DocumentPut(IOrganisationUnits.Kind, path, DocumentReader<OrganisationUnit>.Write(unit with { Path = path }), ExpectedVersion: 0));
            }
        }

        var units = puts.Count;
        var messages = changes.Messages.ToList();
        foreach (var member in members)
        {
            if (!(await member.MoveAsync(from, to, cancellation)).TryGet(out var moved, out problem))
            {
                return problem;
            }

            puts.AddRange(moved.Puts);
            messages.AddRange(moved.Messages);
        }

        var committed = await backOffice.CommitAsync(
            changes with
            {
                Puts = puts,
                Deletes = [.. moving.Select(unit => new DocumentDelete(IOrganisationUnits.Kind, unit.Path, ExpectedVersion: null))],
                Messages = messages,
                Audit = [backOffice.Audit(caller, "moved", IOrganisationUnits.Kind, from, "to " + to) with { Organisation = from }],
            },
            cancellation);
        return committed.Problem is { } failed ? failed : new MoveAnswer(moving.Count, puts.Count - units);
    }

    private static Problem? Check(string from, string to, Caller caller, OrganisationTree tree)
    {
        var fields = new FieldChecks();
        fields.RequireOrganisation(to, "to");
        fields.Require(tree.Find(from) is not null && caller.Covers(from), "from", "the path of an existing unit", from);
        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        if (from == caller.Organisation)
        {
            return Problem.Forbidden($"You are bound to '{from}' and arrange what is below it, not the unit itself.");
        }

        if (caller.Refuse(to) is { } refused)
        {
            return refused;
        }

        if (UnitPath.IsWithin(to, from))
        {
            return Problem.Invalid("to", $"a path that does not lie within '{from}'", to);
        }

        tree.CheckPlace(tree.Find(from)! with { Path = to }, fields);
        return fields.ToProblem();
    }
}
