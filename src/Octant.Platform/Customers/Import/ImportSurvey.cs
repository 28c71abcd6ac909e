using Octant.Engine;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers.Import;

/// <summary>The first pass over a file: which columns it has, of which kind the new ones are, who may be in it twice.</summary>
public sealed class ImportSurvey
{
    private readonly HashSet<ulong> _seen = [];
    private readonly HashSet<ulong> _seenAgain = [];
    private readonly Dictionary<string, KindInference> _inferences = new(StringComparer.Ordinal);

    /// <summary>By number of column, as far as lines had them.</summary>
    private readonly List<ColumnRole> _roles = [];
    private readonly List<KindInference?> _inferenceOf = [];

    private ImportSurvey(IReadOnlyList<string> columns) => Columns = columns;

    private enum ColumnRole
    {
        Identifier,

        /// <summary>An attribute that is declared, a list, or consents: there is nothing to find out.</summary>
        Known,

        /// <summary>An attribute to be declared.</summary>
        New,
    }

    public IReadOnlyList<string> Columns { get; private set; }

    /// <summary>Attributes to be declared.</summary>
    public IReadOnlyList<AttributeDeclaration> NewAttributes =>
        [.. _inferences.Where(pair => pair.Value.Kind is not null).Select(pair => new AttributeDeclaration(pair.Key, pair.Value.Kind!.Value))];

    public bool MayRepeat => _seenAgain.Count > 0;

    /// <param name="phoneNumbers">New columns that hold these are texts, though their values are digits.</param>
    public static Result<ImportSurvey> Make(
        IImportReader reader, ImportOptions options, AttributeDictionary attributes, PhoneNumbers phoneNumbers, CancellationToken cancellation)
    {
        var survey = new ImportSurvey(reader.Columns);
        while (reader.Read() is { } line)
        {
            cancellation.ThrowIfCancellationRequested();
            if (line.Fault is null)
            {
                survey.Add(line, options, attributes);
            }
        }

        survey.Columns = [.. reader.Columns];
        foreach (var (column, inference) in survey._inferences)
        {
            if (phoneNumbers.IsPhoneNumber(column))
            {
                inference.MakeText();
            }
        }

        return survey.FindProblem(options, attributes) is { } problem ? problem : survey;
    }

    /// <summary>Whether somebody with this identifier may be in the file twice; never wrong when it says no.</summary>
    public bool MayBeRepeated(string customerId) => _seenAgain.Count > 0 && _seenAgain.Contains(StableHash.Of((ReadOnlySpan<char>)customerId));

    /// <summary>For a file in which people may be repeated: the last good line of each.</summary>
    public Dictionary<string, long> FindLastLines(IImportReader reader, ImportPlan plan, CancellationToken cancellation)
    {
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        while (reader.Read() is { } line)
        {
            cancellation.ThrowIfCancellationRequested();
            if (plan.TryRead(line, out var planned, out _) && MayBeRepeated(planned.CustomerId))
            {
                last[planned.CustomerId] = planned.Number;
            }
        }

        return last;
    }

    private void Add(ImportLine line, ImportOptions options, AttributeDictionary attributes)
    {
        for (var column = _roles.Count; column < line.Cells.Count; column++)
        {
            _roles.Add(RoleOf(Columns[column], options, attributes));
            _inferenceOf.Add(null);
        }

        for (var column = 0; column < line.Cells.Count; column++)
        {
            var cell = line.Cells[column];
            if (_roles[column] == ColumnRole.Identifier)
            {
                if (!cell.Span.IsEmpty && StableHash.Of(cell.Span) is var hash && !_seen.Add(hash))
                {
                    _seenAgain.Add(hash);
                }
            }
            else if (cell.HasText && _roles[column] == ColumnRole.New)
            {
                if (_inferenceOf[column] is not { } inference)
                {
                    _inferences.Add(Columns[column], _inferenceOf[column] = inference = new KindInference());
                }

                if (options.Infer)
                {
                    inference.Add(cell.Span);
                }
            }
        }
    }

    private static ColumnRole RoleOf(string column, ImportOptions options, AttributeDictionary attributes) =>
        column == options.IdColumn ? ColumnRole.Identifier
        : ImportPlan.IsAttribute(column, options.IdColumn) && !attributes.TryGet(column, out _) ? ColumnRole.New
        : ColumnRole.Known;

    private Problem? FindProblem(ImportOptions options, AttributeDictionary attributes)
    {
        var fields = new FieldChecks();
        if (!Columns.Contains(options.IdColumn, StringComparer.Ordinal))
        {
            var nearest = NearestName.Of(options.IdColumn, Columns);
            fields.Add(
                "idColumn",
                nearest is null ? "one of the columns of the file: " + string.Join(", ", Columns.Take(50)) : $"a column of the file; did you mean '{nearest}'?",
                options.IdColumn);
            return fields.ToProblem();
        }

        foreach (var column in Columns.Where(ImportPlan.IsConsent))
        {
            fields.RequireId(column[ImportPlan.Consent.Length..], column);
        }

        foreach (var column in Columns.Where(column => ImportPlan.IsAttribute(column, options.IdColumn) && !attributes.TryGet(column, out _)))
        {
            if (options.Infer)
            {
                fields.RequireName(column, column);
            }
            else
            {
                var nearest = NearestName.Of(column, attributes.All.Select(attribute => attribute.Name));
                fields.Add(
                    column,
                    nearest is null
                        ? "a declared attribute; PUT /attributes/{name} declares one, define=infer all"
                        : $"a declared attribute; did you mean '{nearest}'?");
            }
        }

        return fields.ToProblem();
    }
}
