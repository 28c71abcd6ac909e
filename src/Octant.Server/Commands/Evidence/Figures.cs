using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Octant.Engine.Statistics;
using Octant.Platform.Foundation.Json;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands.Evidence;

/// <summary>How figures are read from and written for people and machines, the same in every command on files.</summary>
internal static class Figures
{
    private static readonly JsonSerializerOptions Json =
        new(JsonConventions.Options) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    private static readonly string[] Responded = ["true", "t", "yes", "y", "是"];
    private static readonly string[] DidNotRespond = ["false", "f", "no", "n", "否"];

    /// <summary>All digits, as the API writes them.</summary>
    public static void PrintJson(object answer) => Console.WriteLine(JsonSerializer.Serialize(answer, answer.GetType(), Json));

    public static string Number(double value) => value.ToString(Math.Abs(value) is >= 0.1 or 0 ? "0.0000" : "0.000000", CultureInfo.InvariantCulture);

    public static string Amount(double value) => value.ToString("#,0.00##", CultureInfo.InvariantCulture);

    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => share.ToString("0.00%", CultureInfo.InvariantCulture);

    /// <summary>Of a difference of shares, in points of a hundred.</summary>
    public static string Points(double difference) => (100 * difference).ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    public static string Points(Interval interval) => $"{Points(interval.Low)} to {Points(interval.High)}";

    public static string PValue(double value) => value < 0.0001 ? "< 0.0001" : value.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>1 or 0, true or false, yes or no.</summary>
    /// <param name="positive">The value that counts as a response, every other one as none; null for the usual words.</param>
    public static bool Outcome(TableFile table, TableColumn column, string? positive)
    {
        var text = table.RequiredText(column);
        if (positive is not null)
        {
            return string.Equals(text, positive, StringComparison.Ordinal);
        }

        if (Responded.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        if (DidNotRespond.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        return double.TryParse(table.PlainText(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is 0 or 1
            ? value == 1
            : throw table.Wrong(column, "1 or 0, true or false, yes or no (--positive names another word for a response)");
    }

    /// <summary>NAME=NUMBER, where the name may hold an equals sign.</summary>
    public static (string Name, double Value) Pair(string option, string text)
    {
        var at = text.LastIndexOf('=');
        return at > 0 && double.TryParse(text.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0
            ? (text[..at], value)
            : throw new CommandFailedException($"{option} is '{text}'; expected NAME=NUMBER with a number above 0.", ExitCode.Usage);
    }
}
