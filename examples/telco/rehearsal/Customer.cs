using System.Globalization;

namespace Octant.Examples.Telco;

/// <summary>One line of the file.</summary>
internal sealed record Customer(string Id, IReadOnlyDictionary<string, string> Columns)
{
    public string this[string column] => Columns[column];

    public double Number(string column) => double.Parse(Columns[column], CultureInfo.InvariantCulture);

    /// <summary>The sample has neither quotes nor separators inside values.</summary>
    public static List<Customer> Read(string file)
    {
        var lines = File.ReadAllLines(file);
        var names = lines[0].Split(',');
        if (names[0] != "customerID")
        {
            throw new RehearsalException($"{file} is not the Telco Customer Churn sample: its first column is not customerID.");
        }

        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).Select(values =>
            new Customer(values[0], names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal)))];
    }

    /// <summary>The same draw for the same customer and purpose in every run, from 0 to 1: FNV-1a, then mixed.</summary>
    public double Draw(string purpose)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in $"seed-1/{purpose}/{Id}")
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 31)) * 0x9E3779B97F4A7C15UL;
        return ((hash ^ (hash >> 29)) >> 11) / (double)(1UL << 53);
    }

    /// <summary>A day from 0 to 9.</summary>
    public int Day(string purpose) => (int)(Draw(purpose) * Rehearsal.Days);

    /// <summary>What the columns say they own, by the example's offerings.</summary>
    public IEnumerable<string> Owned()
    {
        yield return this["Contract"] switch { "One year" => "PLAN-1Y", "Two year" => "PLAN-2Y", _ => "PLAN-MONTHLY" };
        if (this["InternetService"] != "No")
        {
            yield return this["InternetService"] == "DSL" ? "INTERNET-DSL" : "INTERNET-FIBER";
        }

        if (this["PaymentMethod"].EndsWith("(automatic)", StringComparison.Ordinal))
        {
            yield return "AUTOPAY";
        }

        foreach (var (column, offering) in Services)
        {
            if (this[column] == "Yes")
            {
                yield return offering;
            }
        }
    }

    private static readonly (string Column, string Offering)[] Services =
    [
        ("PhoneService", "PHONE"), ("MultipleLines", "MULTI-LINE"), ("OnlineSecurity", "SECURITY"), ("OnlineBackup", "BACKUP"),
        ("DeviceProtection", "DEVICE-PROTECTION"), ("TechSupport", "TECH-SUPPORT"), ("StreamingTV", "STREAM-TV"),
        ("StreamingMovies", "STREAM-MOVIES"), ("PaperlessBilling", "E-BILL"),
    ];
}
