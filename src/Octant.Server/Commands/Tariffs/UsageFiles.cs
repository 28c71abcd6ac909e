using System.Globalization;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Engine.Tariffs;
using Octant.Platform.Customers;
using Octant.Platform.Customers.Import;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands.Tariffs;

/// <summary>A subscriber of the users' file.</summary>
/// <param name="Plan">The plan they are on; null where the cell is blank.</param>
/// <param name="Cells">In the order of the file's columns.</param>
internal sealed record TariffUser(string Id, string? Plan, IReadOnlyList<string> Cells);

/// <summary>
/// The users' file (<c>user_id</c>, <c>plan</c>, and whatever else is known of them, which the plans' eligibility can use as
/// attributes; a column <c>tags</c> holds tags separated by <c>;</c>).
/// </summary>
internal sealed class UserFile
{
    private const string IdColumn = "user_id";
    private const string PlanColumn = "plan";
    private const string TagsColumn = "tags";

    private readonly IReadOnlyList<(int Column, AttributeDefinition Attribute)> _attributes;
    private readonly int _tags;

    private UserFile(IReadOnlyList<TariffUser> users, IReadOnlyList<string> columns)
    {
        Users = users;
        _tags = columns.ToList().IndexOf(TagsColumn);
        var attributes = new List<(int Column, AttributeDefinition Attribute)>();
        Dictionary = AttributeDictionary.Empty;
        for (var i = 0; i < columns.Count; i++)
        {
            var inference = new KindInference();
            foreach (var user in users)
            {
                inference.Add(user.Cells[i]);
            }

            if (inference.Kind is { } kind and not AttributeKind.Text && columns[i] is not (IdColumn or TagsColumn))
            {
                Dictionary = Dictionary.With(columns[i], kind);
                attributes.Add((i, Dictionary[Dictionary.Count - 1]));
            }
        }

        _attributes = attributes;
    }

    public IReadOnlyList<TariffUser> Users { get; }

    /// <summary>The columns a condition can name, by the kinds of their values.</summary>
    public AttributeDictionary Dictionary { get; }

    public static UserFile Read(string path)
    {
        using var table = TableFile.Open(path, IdColumn);
        var (id, plan) = (table.Column(IdColumn), table.Column(PlanColumn));
        var users = new List<TariffUser>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (table.Read())
        {
            var user = table.RequiredText(id);
            if (!seen.Add(user))
            {
                throw table.Wrong(id, "each user once");
            }

            users.Add(new TariffUser(
                user,
                table.Text(plan) is { Length: > 0 } own ? own : null,
                [.. table.Columns.Select((name, index) => table.PlainText(new TableColumn(index, name)))]));
        }

        return new UserFile(users, table.Columns);
    }

    /// <summary>What conditions see of one user; blank cells are unknown.</summary>
    public CustomerState FactsOf(TariffUser user)
    {
        var facts = new CustomerState(0);
        foreach (var (column, attribute) in _attributes)
        {
            var text = user.Cells[column];
            if (text.Length > 0 && AttributeTexts.Parse(text, attribute.Kind) is { } known)
            {
                facts.Profile.Set(attribute.Id, known);
            }
        }

        if (_tags >= 0)
        {
            var tags = user.Cells[_tags].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            facts.Profile.SetTags([.. tags.Select(Symbols.Of)]);
        }

        return facts;
    }
}

/// <summary>
/// Reads calls (<c>user_id, call_date, duration</c> in minutes), messages (<c>user_id, message_date</c>) and data sessions
/// (<c>user_id, session_date, mb_used</c>) into the usage of each user. A column <c>kind</c>, where there is one, says what plans
/// can make free.
/// </summary>
/// <param name="dayFirst">12/27/2018 is written 27/12/2018.</param>
internal sealed class UsageFiles(RecordSteps steps, IEnumerable<TariffUser> users, bool dayFirst)
{
    private static readonly string[] MonthFirstForms = ["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "d.M.yyyy", "M/d/yyyy"];
    private static readonly string[] DayFirstForms = ["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "d.M.yyyy", "d/M/yyyy"];

    private readonly Dictionary<string, CustomerUsage> _usages = users.ToDictionary(user => user.Id, _ => new CustomerUsage(steps), StringComparer.Ordinal);

    public CustomerUsage Of(TariffUser user) => _usages[user.Id];

    public void ReadCalls(string path) => Read(path, UsageService.Voice, "call_date", "duration");

    public void ReadMessages(string path) => Read(path, UsageService.Messages, "message_date", null);

    public void ReadSessions(string path) => Read(path, UsageService.Data, "session_date", "mb_used");

    private void Read(string path, UsageService service, string dateColumn, string? quantityColumn)
    {
        using var table = TableFile.Open(path, "user_id");
        var (user, date) = (table.Column("user_id"), table.Column(dateColumn));
        TableColumn? quantity = quantityColumn is null ? null : table.Column(quantityColumn);
        var kind = table.Find("kind");
        while (table.Read())
        {
            if (!_usages.TryGetValue(table.RequiredText(user), out var usage))
            {
                throw table.Wrong(user, "a user of the users' file");
            }

            var used = quantity is { } column ? table.RequiredDecimal(column) : 1;
            if (used < 0)
            {
                throw table.Wrong(quantity!.Value, "0 or more");
            }

            usage.Add(MonthOf(table, date), service, used, kind is { } known ? table.Text(known) : "");
        }
    }

    private BillingMonth MonthOf(TableFile table, TableColumn column)
    {
        // What comes behind the day, be it a time of day, does not matter for the month.
        var text = table.Text(column);
        var end = text.AsSpan().IndexOfAny('T', ' ');
        return DateOnly.TryParseExact(end < 0 ? text : text[..end], dayFirst ? DayFirstForms : MonthFirstForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? BillingMonth.Of(day)
            : throw table.Wrong(column, dayFirst ? "a day such as 2018-12-27 or 27/12/2018" : "a day such as 2018-12-27 or 12/27/2018 (--day-first for 27/12/2018)");
    }
}
